package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.api.TokenEntry;
import dev.perigee.protocol.api.TokenList;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `perigee tokens`.
@Command(
        name = "tokens",
        description = "List registration tokens without their secret, the newest first: who made them, who used them.")
public final class TokensCommand extends ListingCommand<TokenList> {
    public TokensCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<TokenList> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.tokens().list();
    }

    @Override
    void print(TokenList list) {
        if (list.tokens().isEmpty()) {
            shell.streams().out().println("No registration tokens.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("ID", "STATE", "SCOPE", "TEAM", "ONLY FOR", "CREATED", "BY", "EXPIRES", "END");
        for (TokenEntry token : list.tokens()) {
            table.row(
                    token.id().value(),
                    token.state(now),
                    token.scope().wireName(),
                    text(token.team()),
                    text(token.satellite()),
                    Ago.of(token.createdAt(), now),
                    token.createdBy(),
                    token.expiresAt().toString(),
                    end(token, now));
        }
        table.print(shell.streams().out());
    }

    private static String end(TokenEntry token, Instant now) {
        if (token.usedBy() != null) {
            return "used by " + token.usedBy() + " " + Ago.of(token.usedAt(), now);
        }
        return token.revokedBy() == null
                ? ""
                : "revoked by " + token.revokedBy() + " " + Ago.of(token.revokedAt(), now);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
