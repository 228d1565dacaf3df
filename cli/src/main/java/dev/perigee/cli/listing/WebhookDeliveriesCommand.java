package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.webhook.DeliveryList;
import dev.perigee.protocol.webhook.DeliveryView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee webhook deliveries`.
@Command(name = "deliveries", description = "List what was sent to a webhook or waits for it, the newest last.")
public final class WebhookDeliveriesCommand extends ListingCommand<DeliveryList> {
    private static final int LAST_MAX = 100;

    @Parameters(index = "0", paramLabel = "ID", description = "The webhook, as perigee webhooks lists it.")
    private String id = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + DeliveryList.LIMIT_DEFAULT,
            description = "At most so many, 1 to " + DeliveryList.LIMIT_MAX + ". Default: " + DeliveryList.LIMIT_DEFAULT
                    + ".")
    private int limit;

    public WebhookDeliveriesCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<DeliveryList> ask(ControlPlane controlPlane) throws InterruptedException {
        if (limit < 1 || limit > DeliveryList.LIMIT_MAX) {
            throw new BadValue("--limit", limit, "1 to " + DeliveryList.LIMIT_MAX);
        }
        return controlPlane.webhooks().deliveries(new WebhookId(id), limit);
    }

    @Override
    void print(DeliveryList list) {
        if (list.deliveries().isEmpty()) {
            shell.streams().out().println("Nothing was sent there yet.");
            return;
        }
        Table table = new Table("ID", "TYPE", "STATE", "TRIES", "NEXT", "LAST");
        for (DeliveryView one : list.deliveries().reversed()) {
            table.row(
                    one.id().value(),
                    one.type(),
                    one.state().wireName(),
                    String.valueOf(one.tries()),
                    one.nextAt() == null ? "" : one.nextAt().toString(),
                    one.lastError() == null
                            ? one.lastStatus() == null ? "" : String.valueOf(one.lastStatus())
                            : OneLine.of(one.lastError(), LAST_MAX));
        }
        table.print(shell.streams().out());
    }
}
