package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.webhook.DeliveryView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee webhook test`.
@Command(name = "test", description = "Send an event of type webhook.test at once, and tell what came of it.")
public final class WebhookTestCommand extends ListingCommand<DeliveryView> {
    @Parameters(index = "0", paramLabel = "ID", description = "The webhook, as perigee webhooks lists it.")
    private String id = "";

    public WebhookTestCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<DeliveryView> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.webhooks().test(new WebhookId(id));
    }

    @Override
    void print(DeliveryView tried) {
        String status = tried.lastStatus() == null ? "" : " (HTTP status " + tried.lastStatus() + ")";
        shell.streams().out().println(tried.state().wireName() + status);
        if (tried.lastError() != null) {
            shell.complain(tried.lastError());
        }
    }
}
