package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.webhook.WebhookRemoval;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee webhook delete`.
@Command(name = "delete", description = "Send no more events to a webhook, nor those that wait for it.")
public final class WebhookDeleteCommand extends ListingCommand<WebhookRemoval> {
    @Parameters(index = "0", paramLabel = "ID", description = "The webhook, as perigee webhooks lists it.")
    private String id = "";

    public WebhookDeleteCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<WebhookRemoval> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.webhooks().delete(new WebhookId(id));
    }

    @Override
    void print(WebhookRemoval done) {
        shell.streams().out().println("deleted " + done.removed());
    }
}
