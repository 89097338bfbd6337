namespace Leadline.Bench.Samples;

/// <summary>
/// First and last names, mostly Indian, each written once; plain ASCII, so that they serve in addresses too.
/// </summary>
internal static class Names
{
    public static readonly string[] First = Words("""
        Aarav Aditi Aditya Aisha Ajay Akash Akshay Alok Amar Amit Amrita Anand Ananya Anika Anil Anita Anjali Ankit
        Ankita Anu Anusha Aparna Archana Arjun Arnav Arun Aruna Arvind Aryan Asha Ashish Ashok Ashwin Avinash Ayesha
        Ayush Balaji Bharat Bhavana Bhavesh Bina Chandan Chetan Chitra Daksh Damini Darshan Deepa Deepak Deepika Dev
        Devika Dhruv Dilip Dinesh Divya Diya Esha Farah Farhan Gagan Ganesh Gaurav Gauri Gayatri Geeta Girish Gopal
        Govind Hari Harini Harish Harsh Hemant Hina Imran Indira Ishaan Ishita Jagdish Jai Janaki Jatin Jaya Jayesh
        Jyoti Kabir Kajal Kamal Kamala Karan Karthik Kavita Kavya Keerthi Keshav Kiran Kishore Komal Krishna Kunal
        Lakshmi Lalit Lata Lavanya Leela Madhav Madhu Mahesh Mala Manish Manisha Manoj Maya Meena Meera Megha Mehul
        Mithun Mohan Mohit Mukesh Nandini Naresh Navin Neel Neelam Neha Nikhil Nilesh Nisha Nitin Omkar Padma Pallavi
        Pankaj Parth Pooja Prakash Pranav Prasad Pratik Preeti Priya Rahul Raj Rajani Rajesh Rakesh Ramesh Ranjit
        Rashmi Ravi Reena Rekha Rhea Rishi Ritu Rohan Rohit Roshan Sachin Sagar Sahil Sameer Sandeep Sanjana Sanjay
        Sarita Satish Seema Shalini Shankar Shanti Shivani Shreya Siddharth Simran Sneha Sonal Sunil Sunita Suresh
        Swati Tanvi Tarun Uday Uma Usha Varun Vasant Vidya Vijay Vikram Vimal Vinay Vishal Vivek Yash Zara
        """);

    public static readonly string[] Last = Words("""
        Acharya Agarwal Ahuja Amin Anand Apte Arora Atwal Babu Bajaj Bakshi Balan Banerjee Bansal Barua Basu Batra
        Bedi Bhagat Bhalla Bhandari Bhardwaj Bhargava Bhasin Bhat Bhatia Bhatt Biswas Bora Bose Chabra Chakraborty
        Chandra Chatterjee Chaudhary Chauhan Chavan Chawla Cherian Chopra Dalal Damani Dange Das Dasgupta Datta Dave
        Deol Desai Deshmukh Deshpande Devan Dhar Dhawan Dixit Dube Dubey Dutta Gaikwad Gandhi Ganguly Garg George
        Ghosh Gill Goel Gokhale Gopalan Goswami Gowda Goyal Grewal Grover Guha Gupta Haldar Hegde Iyengar Iyer Jadhav
        Jaggi Jain Jha Jindal Johar Joseph Joshi Kadam Kakkar Kale Kamath Kamble Kannan Kapadia Kapoor Karnik Kaur
        Khanna Khatri Khosla Kohli Kothari Krishnan Kulkarni Kumar Kurian Lal Lamba Luthra Mahajan Malhotra Malik
        Mandal Mane Mangal Mathew Mathur Mehra Mehrotra Mehta Menon Mishra Mistry Mitra Modi Mohanty More Mukherjee
        Munshi Murthy Nadar Nagar Nagpal Naidu Naik Nair Nambiar Nanda Narang Narayan Natarajan Nayak Nayar Negi
        Ojha Oberoi Padhi Pai Pandey Pandit Parekh Parikh Parmar Patel Pathak Patil Patnaik Pawar Phadke Pillai
        Prabhu Prasad Purohit Puri Raghavan Rai Rajan Raman Ranganathan Rana Rao Rastogi Rathore Raut Rawat Reddy
        Roy Sahni Sahoo Saini Saldanha Salvi Samant Sane Sarin Sarkar Sawant Saxena Sehgal Sen Sengupta Seth Sethi
        Shah Sharma Shenoy Shetty Shinde Shukla Sidhu Singh Sinha Sodhi Solanki Somani Soni Sood Srinivasan Subramaniam
        Sundaram Suri Swamy Talwar Tandon Tata Thakkar Thakur Thomas Tiwari Tripathi Trivedi Upadhyay Vaidya Varghese
        Varma Vashisht Venkatesh Verma Vohra Vyas Wadhwa Wagh Walia Yadav Zaveri
        """);

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
