namespace Leadline.Telephony;

/// <summary>What happens on the telephone, as the event log names it. An event's record is the pop-up.</summary>
internal static class TelephonyEvents
{
    public const string Ringing = "call.ringing";
}
