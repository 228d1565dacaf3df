package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.webhook.WebhookRequest;
import dev.perigee.protocol.webhook.WebhookView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee webhook create`. The id and the secret alone are on stdout, the secret this once.
@Command(
        name = "create",
        description =
                "Have events sent to a URL from now on. The id, and the secret that they are signed with, are printed; the secret this once.")
public final class WebhookCreateCommand extends ListingCommand<WebhookView> {
    @Parameters(index = "0", paramLabel = "URL", description = "Where to: https, or http on this machine.")
    private String url = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "*",
            description = "Only these: a type such as mcp.server.crashed, or a prefix such as mcp.*. Default: all.")
    private String type = "";

    @Option(names = "--team", paramLabel = "TEAM", description = "Only those of this team. Default: your own, or all.")
    private @Nullable String team;

    public WebhookCreateCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<WebhookView> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane
                .webhooks()
                .create(new WebhookRequest(
                        WebhookRequest.url(url), new EventPattern(type), team == null ? null : new TeamName(team)));
    }

    @Override
    void print(WebhookView made) {
        shell.streams().out().println(made.id() + " " + made.secret());
    }
}
