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
import dev.perigee.cli.shell.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/// The subcommands by their names, in the order in which help lists them; none is built before it is asked for.
record Subcommands(Shell shell, Deployables deployables, Foreground foreground) {
    Map<String, Supplier<CommandLine>> all() {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        running(all);
        commands(all);
        access(all);
        events(all);
        configurations(all);
        others(all);
        return all;
    }

    private void running(Map<String, Supplier<CommandLine>> all) {
        all.put("up", () -> new CommandLine(new UpCommand(shell, deployables, foreground)));
        all.put("server", () -> new CommandLine(new ServerCommand(shell, deployables, foreground)));
        all.put(
                "satellite",
                () -> new CommandLine(new SatelliteCommand(shell, deployables, foreground))
                        .addSubcommand(new RotateKeyCommand(shell)));
    }

    private void commands(Map<String, Supplier<CommandLine>> all) {
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
    }

    private void access(Map<String, Supplier<CommandLine>> all) {
        all.put(
                "token",
                () -> new CommandLine(new TokenCommand())
                        .addSubcommand(new TokenCreateCommand(shell))
                        .addSubcommand(new TokenRevokeCommand(shell)));
        all.put("tokens", () -> new CommandLine(new TokensCommand(shell)));
        all.put("operators", () -> new CommandLine(new OperatorsCommand(shell)));
        all.put(
                "operator",
                () -> new CommandLine(new OperatorCommand())
                        .addSubcommand(new OperatorCreateCommand(shell))
                        .addSubcommand(new OperatorRevokeCommand(shell)));
        all.put(
                "signing-keys",
                () -> new CommandLine(new SigningKeysCommand(shell)).addSubcommand(new RotateSigningKeyCommand(shell)));
        all.put(
                "audit",
                () -> new CommandLine(new AuditCommand(shell))
                        .addSubcommand(new AuditExportCommand(shell))
                        .addSubcommand(new AuditVerifyCommand(shell)));
    }

    private void events(Map<String, Supplier<CommandLine>> all) {
        all.put("events", () -> new CommandLine(new EventsCommand(shell)));
        all.put("webhooks", () -> new CommandLine(new WebhooksCommand(shell)));
        all.put(
                "webhook",
                () -> new CommandLine(new WebhookCommand())
                        .addSubcommand(new WebhookCreateCommand(shell))
                        .addSubcommand(new WebhookDeleteCommand(shell))
                        .addSubcommand(new WebhookTestCommand(shell))
                        .addSubcommand(new WebhookDeliveriesCommand(shell))
                        .addSubcommand(new WebhookRedeliverCommand(shell)));
    }

    private void configurations(Map<String, Supplier<CommandLine>> all) {
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
    }

    private void others(Map<String, Supplier<CommandLine>> all) {
        all.put(
                "mcp",
                () -> new CommandLine(new McpCommand())
                        .addSubcommand(new ServersCommand(shell))
                        .addSubcommand(new ToolsCommand(shell))
                        .addSubcommand(new CallCommand(shell))
                        .addSubcommand(new LogsCommand(shell)));
        all.put("version", () -> new CommandLine(new VersionCommand(shell)));
    }
}
