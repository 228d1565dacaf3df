package dev.perigee.store.webhook;

import dev.perigee.control.event.EventPosition;
import dev.perigee.control.webhook.HookDelivery;
import dev.perigee.control.webhook.Webhook;
import dev.perigee.control.webhook.WebhookStore;
import dev.perigee.protocol.DeliveryId;
import dev.perigee.protocol.WebhookId;
import dev.perigee.store.sql.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Webhooks and deliveries in SQL. Thread-safe.
public final class SqlWebhookStore implements WebhookStore {
    private static final String ADD_HOOK =
            "INSERT INTO webhook (" + WebhookRow.HOOK + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String HOOKS = "SELECT " + WebhookRow.HOOK + " FROM webhook ORDER BY id";
    private static final String REMOVE_DELIVERIES = "DELETE FROM webhook_delivery WHERE webhook = ?";
    private static final String REMOVE_HOOK = "DELETE FROM webhook WHERE id = ?";
    private static final String READ = """
            UPDATE webhook SET read_epoch = ?, read_number = ?
            WHERE id = ? AND read_epoch = ? AND read_number = ?
            """;
    private static final String ADD =
            "INSERT INTO webhook_delivery (" + WebhookRow.DELIVERY + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ADD_IF_THERE = "INSERT INTO webhook_delivery (" + WebhookRow.DELIVERY
            + ") SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM webhook WHERE id = ?";
    private static final String SELECT = "SELECT " + WebhookRow.DELIVERY + " FROM webhook_delivery ";
    private static final String FIND = SELECT + "WHERE id = ?";
    private static final String DUE =
            SELECT + "WHERE webhook = ? AND state = 'waiting' AND at <= ? ORDER BY at, id LIMIT ?";
    private static final String NEWEST = SELECT + "WHERE webhook = ? ORDER BY id DESC LIMIT ?";
    private static final String WAITING =
            "SELECT count(*) FROM webhook_delivery WHERE webhook = ? AND state = 'waiting'";
    private static final String CHANGE = """
            UPDATE webhook_delivery SET state = ?, tries = ?, at = ?, last_status = ?, last_error = ?
            WHERE id = ? AND state = ? AND tries = ? AND at = ?
            """;
    private static final String PRUNE = """
            DELETE FROM webhook_delivery WHERE id IN (
                SELECT id FROM webhook_delivery WHERE state <> 'waiting' AND at < ? ORDER BY at LIMIT ?)
            """;

    private final Transactions database;

    public SqlWebhookStore(Transactions database) {
        this.database = database;
    }

    @Override
    public void add(Webhook webhook) {
        database.write(statements -> statements.update(ADD_HOOK, WebhookRow.values(webhook)));
    }

    @Override
    public List<Webhook> list() {
        return database.read(statements -> statements.query(WebhookRow::webhook, HOOKS));
    }

    @Override
    public boolean remove(WebhookId id) {
        return database.write(statements -> {
            statements.update(REMOVE_DELIVERIES, id.value());
            return statements.update(REMOVE_HOOK, id.value()) == 1;
        });
    }

    @Override
    public boolean feed(WebhookId id, EventPosition from, EventPosition to, List<HookDelivery> deliveries) {
        return database.write(statements -> {
            int moved = statements.update(READ, to.epoch(), to.number(), id.value(), from.epoch(), from.number());
            if (moved == 1 && !deliveries.isEmpty()) {
                List<@Nullable Object[]> rows = new ArrayList<>(deliveries.size());
                deliveries.forEach(delivery -> rows.add(WebhookRow.values(delivery)));
                statements.updateAll(ADD, rows);
            }
            return moved == 1;
        });
    }

    @Override
    public void add(HookDelivery ended) {
        @Nullable Object[] all = WebhookRow.values(ended);
        database.write(statements -> statements.update(
                ADD_IF_THERE, all[0], all[2], all[3], all[4], all[5], all[6], all[7], all[8], all[1]));
    }

    @Override
    public Optional<HookDelivery> find(DeliveryId id) {
        return database.read(statements -> statements.first(WebhookRow::delivery, FIND, id.value()));
    }

    @Override
    public List<HookDelivery> due(WebhookId webhook, Instant now, int max) {
        return database.read(
                statements -> statements.query(WebhookRow::delivery, DUE, webhook.value(), now.toEpochMilli(), max));
    }

    @Override
    public long waiting(WebhookId webhook) {
        return database.read(statements -> statements.first(row -> row.getLong(1), WAITING, webhook.value()))
                .orElse(0L);
    }

    @Override
    public boolean change(HookDelivery before, HookDelivery after) {
        HookDelivery.Status was = before.status();
        HookDelivery.Status is = after.status();
        return database.write(statements -> statements.update(
                        CHANGE,
                        is.state().wireName(),
                        is.tries(),
                        is.at().toEpochMilli(),
                        is.lastStatus(),
                        is.lastError(),
                        before.id().value(),
                        was.state().wireName(),
                        was.tries(),
                        was.at().toEpochMilli()))
                == 1;
    }

    @Override
    public List<HookDelivery> newest(WebhookId webhook, int limit) {
        return database.read(statements -> statements.query(WebhookRow::delivery, NEWEST, webhook.value(), limit));
    }

    @Override
    public int prune(Instant before, int max) {
        return database.writeLazily(statements -> statements.update(PRUNE, before.toEpochMilli(), max));
    }
}
