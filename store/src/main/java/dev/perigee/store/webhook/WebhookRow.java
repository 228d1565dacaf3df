package dev.perigee.store.webhook;

import dev.perigee.control.event.EventPosition;
import dev.perigee.control.webhook.HookDelivery;
import dev.perigee.control.webhook.Webhook;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventPattern;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.webhook.DeliveryState;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Webhooks and deliveries as rows, there and back. Times are cut to the millisecond.
final class WebhookRow {
    static final String HOOK = "id, url, type, team, created_by, created_at, secret, read_epoch, read_number";
    static final String DELIVERY = "id, webhook, event, created_at, state, tries, at, last_status, last_error";

    private WebhookRow() {}

    static @Nullable Object[] values(Webhook hook) {
        TeamName team = hook.made().team();
        return new @Nullable Object[] {
            hook.id().value(),
            hook.url().toString(),
            hook.type().text(),
            team == null ? null : team.value(),
            hook.made().by(),
            hook.made().at().toEpochMilli(),
            hook.sealedSecret(),
            hook.read().epoch(),
            hook.read().number()
        };
    }

    static Webhook webhook(ResultSet row) throws SQLException {
        String team = row.getString(4);
        return new Webhook(
                new WebhookId(row.getString(1)),
                URI.create(row.getString(2)),
                new EventPattern(row.getString(3)),
                new Webhook.Made(
                        team == null ? null : new TeamName(team),
                        row.getString(5),
                        Instant.ofEpochMilli(row.getLong(6))),
                row.getString(7),
                new EventPosition(row.getString(8), row.getLong(9)));
    }

    static @Nullable Object[] values(HookDelivery delivery) {
        HookDelivery.Status status = delivery.status();
        return new @Nullable Object[] {
            delivery.id().value(),
            delivery.webhook().value(),
            Json.WIRE.text(delivery.event()),
            delivery.createdAt().toEpochMilli(),
            status.state().wireName(),
            status.tries(),
            status.at().toEpochMilli(),
            status.lastStatus(),
            status.lastError()
        };
    }

    static HookDelivery delivery(ResultSet row) throws SQLException {
        int status = row.getInt(8);
        Integer lastStatus = row.wasNull() ? null : status;
        return new HookDelivery(
                new DeliveryId(row.getString(1)),
                new WebhookId(row.getString(2)),
                Json.WIRE.read(row.getString(3), Event.class),
                Instant.ofEpochMilli(row.getLong(4)),
                new HookDelivery.Status(
                        DeliveryState.of(row.getString(5)),
                        row.getInt(6),
                        Instant.ofEpochMilli(row.getLong(7)),
                        lastStatus,
                        row.getString(9)));
    }
}
