package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.webhook.WebhookList;
import dev.perigee.protocol.webhook.WebhookView;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `perigee webhooks`.
@Command(name = "webhooks", description = "List to which URLs events are sent.")
public final class WebhooksCommand extends ListingCommand<WebhookList> {
    private static final int URL_MAX = 80;

    public WebhooksCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<WebhookList> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.webhooks().list();
    }

    @Override
    void print(WebhookList list) {
        if (list.webhooks().isEmpty()) {
            shell.streams().out().println("No webhooks.");
            return;
        }
        Instant now = shell.time().clock().instant();
        Table table = new Table("ID", "TYPE", "TEAM", "WAITING", "CREATED", "BY", "URL");
        for (WebhookView hook : list.webhooks()) {
            table.row(
                    hook.id().value(),
                    hook.type().text(),
                    hook.team() == null ? "" : hook.team().value(),
                    String.valueOf(hook.waiting()),
                    Ago.of(hook.createdAt(), now),
                    hook.createdBy(),
                    OneLine.of(hook.url().toString(), URL_MAX));
        }
        table.print(shell.streams().out());
    }
}
