return Leadline.Bench.BenchCommand.Run(args);
