namespace Leadline.Bench.Samples;

/// <summary>A city with its state and the first digits of its post codes.</summary>
internal sealed record Place(string City, string State, string PostCode)
{
    public static readonly Place[] All =
    [
        new("Mumbai", "Maharashtra", "400"), new("Delhi", "Delhi", "110"),
        new("Bangalore", "Karnataka", "560"), new("Hyderabad", "Telangana", "500"),
        new("Ahmedabad", "Gujarat", "380"), new("Chennai", "Tamil Nadu", "600"),
        new("Kolkata", "West Bengal", "700"), new("Surat", "Gujarat", "395"),
        new("Pune", "Maharashtra", "411"), new("Jaipur", "Rajasthan", "302"),
        new("Lucknow", "Uttar Pradesh", "226"), new("Kanpur", "Uttar Pradesh", "208"),
        new("Nagpur", "Maharashtra", "440"), new("Indore", "Madhya Pradesh", "452"),
        new("Thane", "Maharashtra", "401"), new("Bhopal", "Madhya Pradesh", "462"),
        new("Visakhapatnam", "Andhra Pradesh", "530"), new("Patna", "Bihar", "800"),
        new("Vadodara", "Gujarat", "390"), new("Ghaziabad", "Uttar Pradesh", "201"),
        new("Ludhiana", "Punjab", "141"), new("Agra", "Uttar Pradesh", "282"),
        new("Nashik", "Maharashtra", "422"), new("Faridabad", "Haryana", "121"),
        new("Meerut", "Uttar Pradesh", "250"), new("Rajkot", "Gujarat", "360"),
        new("Varanasi", "Uttar Pradesh", "221"), new("Srinagar", "Jammu and Kashmir", "190"),
        new("Aurangabad", "Maharashtra", "431"), new("Dhanbad", "Jharkhand", "826"),
        new("Amritsar", "Punjab", "143"), new("Prayagraj", "Uttar Pradesh", "211"),
        new("Ranchi", "Jharkhand", "834"), new("Coimbatore", "Tamil Nadu", "641"),
        new("Jabalpur", "Madhya Pradesh", "482"), new("Gwalior", "Madhya Pradesh", "474"),
        new("Vijayawada", "Andhra Pradesh", "520"), new("Jodhpur", "Rajasthan", "342"),
        new("Madurai", "Tamil Nadu", "625"), new("Raipur", "Chhattisgarh", "492"),
        new("Kota", "Rajasthan", "324"), new("Guwahati", "Assam", "781"),
        new("Chandigarh", "Chandigarh", "160"), new("Mysore", "Karnataka", "570"),
        new("Gurgaon", "Haryana", "122"), new("Kochi", "Kerala", "682"),
        new("Thiruvananthapuram", "Kerala", "695"), new("Dehradun", "Uttarakhand", "248"),
        new("Bhubaneswar", "Odisha", "751"), new("Mangalore", "Karnataka", "575"),
        new("Udaipur", "Rajasthan", "313"), new("Panaji", "Goa", "403"),
        new("Shimla", "Himachal Pradesh", "171"), new("Imphal", "Manipur", "795"),
        new("Singapore", "Singapore", "018"), new("Dubai", "Dubai", "000"),
        new("London", "England", "200"), new("Zürich", "Zürich", "800"),
        new("São Paulo", "São Paulo", "010"), new("New York", "New York", "100"),
    ];
}
