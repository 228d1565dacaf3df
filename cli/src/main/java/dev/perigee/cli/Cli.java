package dev.perigee.cli;

import dev.perigee.cli.listing.SatelliteShowCommand;
import dev.perigee.cli.run.Deployables;
import dev.perigee.cli.run.Foreground;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.problem.ProblemException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/// The tree of subcommands, and how everything that goes wrong in them is told: one line on stderr, exit code 125.
public final class Cli {
    private static final int HELP_WIDTH = 100;
    private static final List<String> OF_CLIENTS =
            List.of("--server", "--key", "--data", "--ca", "--cert", "--cert-key", "-o", "--output");

    private final Shell shell;
    private final Deployables deployables;
    private final Foreground foreground;

    public Cli(Shell shell, Deployables deployables, Foreground foreground) {
        this.shell = shell;
        this.deployables = deployables;
        this.foreground = foreground;
    }

    /// Runs the words of one command line and returns the exit code.
    public int run(String... words) {
        CommandLine perigee = tree(words);
        perigee.setOut(new PrintWriter(shell.streams().out(), true, StandardCharsets.UTF_8));
        perigee.setErr(new PrintWriter(shell.streams().err(), true, StandardCharsets.UTF_8));
        perigee.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        perigee.setUsageHelpWidth(HELP_WIDTH);
        perigee.setCaseInsensitiveEnumValuesAllowed(true);
        // an argument of a program may well begin with @
        perigee.setExpandAtFiles(false);
        perigee.setParameterExceptionHandler((e, _) -> {
            shell.complain(UsageErrors.explain(e));
            return ExitCode.PERIGEE_FAILED;
        });
        perigee.setExecutionExceptionHandler((e, _, _) -> told(e));
        int code = perigee.execute(words);
        if (shell.streams().out().checkError() && code == ExitCode.OK) {
            shell.complain("stdout: expected it to take all of the output");
            return ExitCode.PERIGEE_FAILED;
        }
        return code;
    }

    /// Reflecting on a subcommand takes longer than most of them run, so where one is named only that one is built.
    private CommandLine tree(String[] words) {
        Map<String, Supplier<CommandLine>> all = new Subcommands(shell, deployables, foreground).all();
        CommandLine perigee = new CommandLine(new RootCommand());
        if (shows(words)) {
            all.put("satellite", () -> new CommandLine(new SatelliteShowCommand(shell)));
        }
        Supplier<CommandLine> named = words.length > 0 ? all.get(words[0]) : null;
        if (named != null) {
            return perigee.addSubcommand(words[0], named.get());
        }
        all.forEach((name, subcommand) -> perigee.addSubcommand(name, subcommand.get()));
        return perigee;
    }

    /// With a name behind it, or a client's option, the word that starts a satellite shows one. No satellite has the
    /// name of what can be done with one.
    private static boolean shows(String[] words) {
        if (words.length < 2 || !words[0].equals("satellite") || words[1].equals("rotate-key")) {
            return false;
        }
        return !words[1].startsWith("-")
                || OF_CLIENTS.stream().anyMatch(option -> words[1].equals(option) || words[1].startsWith(option + "="));
    }

    private int told(Exception e) {
        switch (e) {
            case CliException known -> known.lines().forEach(shell::complain);
            case BadValue _, ProblemException _ -> shell.complain(String.valueOf(e.getMessage()));
            case InterruptedException _ -> shell.complain("interrupted");
            default -> {
                shell.complain("internal error: " + e + " (PERIGEE_LOG=debug shows where)");
                String level =
                        shell.environment().getOrDefault("PERIGEE_LOG", "").toLowerCase(Locale.ROOT);
                if (level.equals("debug") || level.equals("trace")) {
                    e.printStackTrace(shell.streams().err());
                }
            }
        }
        return ExitCode.PERIGEE_FAILED;
    }
}
