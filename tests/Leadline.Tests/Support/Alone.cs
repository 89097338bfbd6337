using Xunit;

namespace Leadline.Tests.Support;

/// <summary>What looks at the whole process, and so cannot run beside other tests.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
