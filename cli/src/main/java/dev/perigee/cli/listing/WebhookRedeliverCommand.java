package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.webhook.DeliveryView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee webhook redeliver`.
@Command(name = "redeliver", description = "Have an event sent again, as often as if it were new.")
public final class WebhookRedeliverCommand extends ListingCommand<DeliveryView> {
    @Parameters(index = "0", paramLabel = "ID", description = "The delivery, as perigee webhook deliveries lists it.")
    private String id = "";

    public WebhookRedeliverCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<DeliveryView> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.webhooks().redeliver(new DeliveryId(id));
    }

    @Override
    void print(DeliveryView again) {
        shell.streams().out().println(again.id() + " is " + again.state().wireName());
    }
}
