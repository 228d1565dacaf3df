package dev.perigee.store.postgres;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.access.OperatorStore;
import dev.perigee.control.audit.AuditStore;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.event.EventStore;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.control.secret.SecretStore;
import dev.perigee.control.webhook.WebhookStore;
import dev.perigee.store.Stores;
import dev.perigee.store.access.SqlOperatorStore;
import dev.perigee.store.audit.SqlAuditStore;
import dev.perigee.store.commit.Lane;
import dev.perigee.store.config.SqlConfigStore;
import dev.perigee.store.event.SqlEventStore;
import dev.perigee.store.fleet.SqlFleetStore;
import dev.perigee.store.fleet.SqlLivenessStore;
import dev.perigee.store.secret.SqlSecretStore;
import dev.perigee.store.sql.Transactions;
import dev.perigee.store.webhook.SqlWebhookStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that a control plane keeps, in one PostgreSQL database, which it has to itself while it is open.
/// Thread-safe. Finds a database again that was away.
public final class PostgresStores implements Stores {
    private static final Logger log = LoggerFactory.getLogger(PostgresStores.class);
    private static final Duration FINISH_MAX = Duration.ofSeconds(1);
    private static final Lane.Limits WRITES = new Lane.Limits(4_096, 512, 1, Duration.ofSeconds(30));
    private static final Lane.Limits READS = new Lane.Limits(4_096, 256, 2, Duration.ofSeconds(30));

    private final LaneLink durable;
    private final LaneLink lazy;
    private final ConnectionPool pool;
    private final PostgresCommandStore.Lanes lanes;
    private final CommandStore commands;
    private final BroadcastStore broadcasts;
    private final FleetStore fleet;
    private final LivenessStore liveness;
    private final OperatorStore operators;
    private final EventStore events;
    private final ConfigStore configs;
    private final AuditStore audit;
    private final WebhookStore webhooks;
    private final SecretStore secrets;

    private PostgresStores(LaneLink durable, LaneLink lazy, ConnectionPool pool) {
        this.durable = durable;
        this.lazy = lazy;
        this.pool = pool;
        this.lanes = new PostgresCommandStore.Lanes(
                new Lane<>("durable", new WriteLane(durable), WRITES),
                new Lane<>("lazy", new WriteLane(lazy), WRITES),
                new Lane<>("read", new ReadLane(pool), READS));
        this.commands = new PostgresCommandStore(lanes, pool);
        this.broadcasts = new PostgresBroadcastStore(pool);
        Transactions plain = new PostgresTransactions(pool);
        this.fleet = new SqlFleetStore(plain);
        this.liveness = new SqlLivenessStore(plain);
        this.operators = new SqlOperatorStore(plain);
        this.events = new SqlEventStore(plain);
        this.configs = new SqlConfigStore(plain);
        this.audit = new SqlAuditStore(plain);
        this.webhooks = new SqlWebhookStore(plain);
        this.secrets = new SqlSecretStore(plain);
    }

    /// Opens the database, whose schema is made if there is none. A database of an older version is brought up to
    /// date; one of a newer version, or in use by another control plane, is refused. `nanos` is a clock that
    /// never goes back. Throws `StoreUnavailable`, whose message says why.
    public static PostgresStores open(PostgresConfig config, LongSupplier nanos) {
        Database database = new Database(config);
        try (Opening opening = new Opening()) {
            Connection durable = opening.add(database.openDurable());
            WriterLock lock = WriterLock.take(durable);
            Schema.migrate(database, durable);
            UUID owner = Fence.take(durable);
            Fence.Raised first = Fence.raise(durable, Fence.Lane.DURABLE, owner);
            Connection lazy = opening.add(database.openLazy());
            Fence.Raised second = Fence.raise(lazy, Fence.Lane.LAZY, owner);
            ConnectionPool pool = new ConnectionPool(database);
            opening.done();
            LaneLink.Tenancy tenancy = new LaneLink.Tenancy(database, owner, nanos);
            return new PostgresStores(
                    new LaneLink(tenancy, durable, first, lock), new LaneLink(tenancy, lazy, second, null), pool);
        } catch (SQLException | FlywayException e) {
            throw new StoreUnavailable("cannot open the database " + config.url() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public CommandStore commands() {
        return commands;
    }

    @Override
    public BroadcastStore broadcasts() {
        return broadcasts;
    }

    @Override
    public FleetStore fleet() {
        return fleet;
    }

    @Override
    public LivenessStore liveness() {
        return liveness;
    }

    @Override
    public OperatorStore operators() {
        return operators;
    }

    @Override
    public EventStore events() {
        return events;
    }

    @Override
    public ConfigStore configs() {
        return configs;
    }

    @Override
    public AuditStore audit() {
        return audit;
    }

    @Override
    public WebhookStore webhooks() {
        return webhooks;
    }

    @Override
    public SecretStore secrets() {
        return secrets;
    }

    @Override
    public void hurry() {
        durable.hurry();
        lazy.hurry();
    }

    /// Refuses new work, finishes what was begun, and gives the database free. What a silent database keeps from being
    /// finished is cut off. Closing again does nothing.
    @Override
    public void close() {
        hurry();
        CountDownLatch closed = new CountDownLatch(1);
        Thread.ofVirtual().name("cut-off").start(() -> cutOffUnless(closed));
        try {
            lanes.reads().close();
            lanes.lazy().close();
            lanes.durable().close();
            pool.close();
            lazy.close();
            durable.close();
        } finally {
            closed.countDown();
        }
    }

    private void cutOffUnless(CountDownLatch closed) {
        try {
            if (!closed.await(FINISH_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the database is silent; what is under way there is given up");
                lazy.cutOff();
                durable.cutOff();
                pool.cutOff();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
