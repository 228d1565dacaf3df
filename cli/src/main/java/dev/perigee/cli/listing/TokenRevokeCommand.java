package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.api.TokenEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee token revoke`.
@Command(name = "revoke", description = "Take a registration token back: nobody can register with it any more.")
public final class TokenRevokeCommand extends ListingCommand<TokenEntry> {
    @Parameters(index = "0", paramLabel = "ID", description = "Which, as `perigee tokens` lists it.")
    private String id = "";

    public TokenRevokeCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<TokenEntry> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.tokens().revoke(new TokenId(id));
    }

    @Override
    void print(TokenEntry token) {
        shell.streams().out().println("revoked token " + token.id());
    }
}
