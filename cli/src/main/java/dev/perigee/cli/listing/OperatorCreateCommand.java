package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee operator create`. The key alone is on stdout, this once.
@Command(name = "create", description = "Make an API key. It is printed this once and not kept.")
public final class OperatorCreateCommand extends ListingCommand<OperatorView> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Whose it is.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "viewer",
            description = "viewer sees, operator has satellites do things, admin does everything. Default: viewer.")
    private String role = "";

    @Option(names = "--team", paramLabel = "TEAM", description = "Sees and touches what is of this team only.")
    private @Nullable String team;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long it works, 1m to 3650d. Default: until it is revoked.")
    private @Nullable String expires;

    public OperatorCreateCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<OperatorView> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.createOperator(new OperatorRequest(
                name,
                Role.of(role),
                team == null ? null : new TeamName(team),
                expires == null ? null : Durations.parse("expires", expires)));
    }

    @Override
    void print(OperatorView made) {
        shell.streams().out().println(made.key());
    }
}
