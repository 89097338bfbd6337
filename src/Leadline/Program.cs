return await Leadline.Cli.CommandLine.Run(args);
