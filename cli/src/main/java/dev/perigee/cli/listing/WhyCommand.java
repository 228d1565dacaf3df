package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.Explanation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee why`.
@Command(name = "why", description = "Say why a command is where it is, the most decisive reason first.")
public final class WhyCommand extends ListingCommand<Explanation> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The command's id.")
    private @Nullable String id;

    public WhyCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<Explanation> ask(ControlPlane controlPlane) throws InterruptedException {
        if (id == null) {
            throw new BadValue("ID is missing: expected the id of a command, as `perigee commands` lists them");
        }
        return controlPlane.why(new CommandId(id));
    }

    @Override
    void print(Explanation explanation) {
        Instant now = shell.time().clock().instant();
        shell.streams()
                .out()
                .println(explanation.id() + " is " + explanation.state().wireName());
        for (Explanation.Reason reason : explanation.reasons()) {
            shell.streams()
                    .out()
                    .println("- " + OneLine.of(reason.text()) + " [" + OneLine.of(reason.rule()) + ", "
                            + Ago.of(reason.at(), now) + "]");
        }
    }
}
