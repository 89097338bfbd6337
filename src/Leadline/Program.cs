// Text that comes from outside meets patterns: one that takes longer than this is given up.
AppContext.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", TimeSpan.FromSeconds(2));
return await Leadline.Cli.CommandLine.Run(args);
