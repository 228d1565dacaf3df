package dev.perigee.cli;

import dev.perigee.cli.audit.AuditExportCommand;
import dev.perigee.cli.audit.AuditVerifyCommand;
import dev.perigee.cli.broadcast.BroadcastCommand;
import dev.perigee.cli.broadcast.BroadcastsCommand;
import dev.perigee.cli.listing.AuditCommand;
import dev.perigee.cli.listing.CommandCommand;
import dev.perigee.cli.listing.CommandsCommand;
import dev.perigee.cli.listing.ConfigCommand;
import dev.perigee.cli.listing.ConfigDiffCommand;
import dev.perigee.cli.listing.ConfigDriftCommand;
import dev.perigee.cli.listing.ConfigDryRunCommand;
import dev.perigee.cli.listing.ConfigEditCommand;
import dev.perigee.cli.listing.ConfigEffectiveCommand;
import dev.perigee.cli.listing.ConfigGetCommand;
import dev.perigee.cli.listing.ConfigHistoryCommand;
import dev.perigee.cli.listing.ConfigRollbackCommand;
import dev.perigee.cli.listing.ConfigSetCommand;
import dev.perigee.cli.listing.ConfigStatusCommand;
import dev.perigee.cli.listing.DeadLettersCommand;
import dev.perigee.cli.listing.EventsCommand;
import dev.perigee.cli.listing.OperatorCommand;
import dev.perigee.cli.listing.OperatorCreateCommand;
import dev.perigee.cli.listing.OperatorRevokeCommand;
import dev.perigee.cli.listing.OperatorsCommand;
import dev.perigee.cli.listing.RolloutCommand;
import dev.perigee.cli.listing.RolloutsCommand;
import dev.perigee.cli.listing.RotateKeyCommand;
import dev.perigee.cli.listing.RotateSigningKeyCommand;
import dev.perigee.cli.listing.SatelliteShowCommand;
import dev.perigee.cli.listing.SatellitesCommand;
import dev.perigee.cli.listing.SecretCommand;
import dev.perigee.cli.listing.SecretDeleteCommand;
import dev.perigee.cli.listing.SecretRekeyCommand;
import dev.perigee.cli.listing.SecretSetCommand;
import dev.perigee.cli.listing.SecretsCommand;
import dev.perigee.cli.listing.SigningKeysCommand;
import dev.perigee.cli.listing.TokenCommand;
import dev.perigee.cli.listing.TokenCreateCommand;
import dev.perigee.cli.listing.TokenRevokeCommand;
import dev.perigee.cli.listing.TokensCommand;
import dev.perigee.cli.listing.WebhookCommand;
import dev.perigee.cli.listing.WebhookCreateCommand;
import dev.perigee.cli.listing.WebhookDeleteCommand;
import dev.perigee.cli.listing.WebhookDeliveriesCommand;
import dev.perigee.cli.listing.WebhookRedeliverCommand;
import dev.perigee.cli.listing.WebhookTestCommand;
import dev.perigee.cli.listing.WebhooksCommand;
import dev.perigee.cli.listing.WhyCommand;
import dev.perigee.cli.mcp.CallCommand;
import dev.perigee.cli.mcp.LogsCommand;
import dev.perigee.cli.mcp.McpCommand;
import dev.perigee.cli.mcp.ServersCommand;
import dev.perigee.cli.mcp.ToolsCommand;
import dev.perigee.cli.operate.CancelCommand;
import dev.perigee.cli.operate.RedriveCommand;
import dev.perigee.cli.run.Deployables;
import dev.perigee.cli.run.Foreground;
import dev.perigee.cli.run.SatelliteCommand;
import dev.perigee.cli.run.ServerCommand;
import dev.perigee.cli.run.UpCommand;
import dev.perigee.cli.send.SendCommand;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.problem.ProblemException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
        Map<String, Supplier<CommandLine>> all = subcommands();
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

    private Map<String, Supplier<CommandLine>> subcommands() {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        all.put("up", () -> new CommandLine(new UpCommand(shell, deployables, foreground)));
        all.put("server", () -> new CommandLine(new ServerCommand(shell, deployables, foreground)));
        all.put(
                "satellite",
                () -> new CommandLine(new SatelliteCommand(shell, deployables, foreground))
                        .addSubcommand(new RotateKeyCommand(shell)));
        all.put("send", () -> new CommandLine(new SendCommand(shell)));
        all.put("satellites", () -> new CommandLine(new SatellitesCommand(shell)));
        all.put("commands", () -> new CommandLine(new CommandsCommand(shell)));
        all.put("command", () -> new CommandLine(new CommandCommand(shell)));
        all.put("why", () -> new CommandLine(new WhyCommand(shell)));
        all.put("cancel", () -> new CommandLine(new CancelCommand(shell)));
        all.put("dead-letters", () -> new CommandLine(new DeadLettersCommand(shell)));
        all.put("redrive", () -> new CommandLine(new RedriveCommand(shell)));
        all.put("broadcast", () -> new CommandLine(new BroadcastCommand(shell)));
        all.put("broadcasts", () -> new CommandLine(new BroadcastsCommand(shell)));
        all.put(
                "token",
                () -> new CommandLine(new TokenCommand())
                        .addSubcommand(new TokenCreateCommand(shell))
                        .addSubcommand(new TokenRevokeCommand(shell)));
        all.put("tokens", () -> new CommandLine(new TokensCommand(shell)));
        all.put("events", () -> new CommandLine(new EventsCommand(shell)));
        all.put(
                "audit",
                () -> new CommandLine(new AuditCommand(shell))
                        .addSubcommand(new AuditExportCommand(shell))
                        .addSubcommand(new AuditVerifyCommand(shell)));
        all.put("operators", () -> new CommandLine(new OperatorsCommand(shell)));
        all.put(
                "operator",
                () -> new CommandLine(new OperatorCommand())
                        .addSubcommand(new OperatorCreateCommand(shell))
                        .addSubcommand(new OperatorRevokeCommand(shell)));
        all.put(
                "config",
                () -> new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigGetCommand(shell))
                        .addSubcommand(new ConfigSetCommand(shell))
                        .addSubcommand(new ConfigHistoryCommand(shell))
                        .addSubcommand(new ConfigDiffCommand(shell))
                        .addSubcommand(new ConfigEffectiveCommand(shell))
                        .addSubcommand(new ConfigDryRunCommand(shell))
                        .addSubcommand(new ConfigDriftCommand(shell))
                        .addSubcommand(new ConfigEditCommand(shell))
                        .addSubcommand(new ConfigRollbackCommand(shell))
                        .addSubcommand(new ConfigStatusCommand(shell))
                        .addSubcommand(new RolloutsCommand(shell))
                        .addSubcommand(RolloutCommand.line(shell)));
        all.put("secrets", () -> new CommandLine(new SecretsCommand(shell)));
        all.put(
                "secret",
                () -> new CommandLine(new SecretCommand())
                        .addSubcommand(new SecretSetCommand(shell))
                        .addSubcommand(new SecretDeleteCommand(shell))
                        .addSubcommand(new SecretRekeyCommand(shell)));
        all.put("webhooks", () -> new CommandLine(new WebhooksCommand(shell)));
        all.put(
                "webhook",
                () -> new CommandLine(new WebhookCommand())
                        .addSubcommand(new WebhookCreateCommand(shell))
                        .addSubcommand(new WebhookDeleteCommand(shell))
                        .addSubcommand(new WebhookTestCommand(shell))
                        .addSubcommand(new WebhookDeliveriesCommand(shell))
                        .addSubcommand(new WebhookRedeliverCommand(shell)));
        all.put(
                "signing-keys",
                () -> new CommandLine(new SigningKeysCommand(shell)).addSubcommand(new RotateSigningKeyCommand(shell)));
        all.put(
                "mcp",
                () -> new CommandLine(new McpCommand())
                        .addSubcommand(new ServersCommand(shell))
                        .addSubcommand(new ToolsCommand(shell))
                        .addSubcommand(new CallCommand(shell))
                        .addSubcommand(new LogsCommand(shell)));
        all.put("version", () -> new CommandLine(new VersionCommand(shell)));
        return all;
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
