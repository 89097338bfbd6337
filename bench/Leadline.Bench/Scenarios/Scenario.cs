using Leadline.Bench.Load;

namespace Leadline.Bench.Scenarios;

/// <summary>What one kind of load sends and what it makes of the answers. Used from one thread.</summary>
internal abstract class Scenario
{
    public abstract string Name { get; }

    /// <summary>A remark on the answers counted since <see cref="Forget"/>.</summary>
    public virtual string? Remarks => null;

    /// <summary>Answers of status 2xx told of a failure.</summary>
    public virtual bool IsFaulty => false;

    /// <summary>Writes the next request; false when there is nothing left to send.</summary>
    public abstract bool Write(RequestBuffer request);

    /// <summary>Looks at the body of a 2xx answer.</summary>
    public virtual void Inspect(ReadOnlySpan<byte> body)
    {
    }

    /// <summary>The warm-up is over: counts begin anew, the data goes on.</summary>
    public virtual void Forget()
    {
    }
}
