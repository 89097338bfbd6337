namespace Leadline.Protocol.LeadSquared;

/// <summary>Sentences that LeadSquared says in the same words in many calls (core §1.8).</summary>
public static class ErrorTexts
{
    /// <summary>Keys that are missing or wrong.</summary>
    public const string InvalidAccess = "Invalid Access Details provided.";

    /// <summary>No lead has the id or the value that the call names.</summary>
    public const string UnknownLead = "Lead does not exist in the system";

    /// <summary>SearchBy names a field that identifies no lead, or one that the call leaves out.</summary>
    public const string InvalidSearchBy = "Invalid SearchBy value provided";

    /// <summary>A parameter of the call is unusable.</summary>
    /// <param name="what">Its name, or what is wrong with it.</param>
    public static string InvalidParameter(string what) => $"Invalid Input! Parameter Name: {what}";
}
