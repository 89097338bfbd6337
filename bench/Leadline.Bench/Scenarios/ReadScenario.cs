namespace Leadline.Bench.Scenarios;

/// <summary>A read whose answer is a bare array of leads: counts the empty ones.</summary>
internal abstract class ReadScenario : Scenario
{
    private long empty;

    public override string? Remarks => empty > 0 ? $"{empty:N0} answers without a lead" : null;

    public override void Inspect(ReadOnlySpan<byte> body)
    {
        if (body.Length <= 4) empty++;
    }

    public override void Forget() => empty = 0;
}
