package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee token create`. The token alone is on stdout, so that `$(perigee token create)` is the token.
@Command(name = "create", description = "Create a single-use token with which one satellite can register.")
public final class TokenCreateCommand extends ListingCommand<TokenView> {
    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long it works: 1h to 24h, default 1h; with --team 1h to 72h, default 24h.")
    private @Nullable String expires;

    @Option(
            names = "--satellite",
            paramLabel = "SATELLITE",
            description = "Only this satellite can use it, and gets a new key if it was registered before.")
    private @Nullable String satellite;

    @Option(names = "--team", paramLabel = "TEAM", description = "Who registers with it is of this team.")
    private @Nullable String team;

    public TokenCreateCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<TokenView> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.createToken(new TokenRequest(
                expires == null ? null : Durations.parse("expires", expires),
                satellite == null ? null : new SatelliteId(satellite),
                team == null ? null : new TeamName(team)));
    }

    @Override
    void print(TokenView token) {
        shell.streams().out().println(token.token());
    }
}
