package dev.perigee.store.sqlite;

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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;

/// All that a control plane keeps, in one SQLite file. Thread-safe. One process at a time should have it open.
public final class SqliteStores implements Stores {
    private static final int READERS = 4;

    private final GroupCommitWriter writer;
    private final ReadPool reads;
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

    private SqliteStores(GroupCommitWriter writer, ReadPool reads) {
        this.writer = writer;
        this.reads = reads;
        this.commands = new SqliteCommandStore(writer, reads);
        this.broadcasts = new SqliteBroadcastStore(writer, reads);
        Transactions plain = new SqliteTransactions(writer, reads);
        this.fleet = new SqlFleetStore(plain);
        this.liveness = new SqlLivenessStore(plain);
        this.operators = new SqlOperatorStore(plain);
        this.events = new SqlEventStore(plain);
        this.configs = new SqlConfigStore(plain);
        this.audit = new SqlAuditStore(plain);
        this.webhooks = new SqlWebhookStore(plain);
        this.secrets = new SqlSecretStore(plain);
    }

    /// Opens the database in `path`, made if there is none; its directory must exist. A database of an older
    /// version is brought up to date, one of a newer version is refused. Throws `StoreUnavailable`, whose message
    /// says why.
    public static SqliteStores open(Path path) {
        return open(new DatabaseFile(path.toAbsolutePath()), GroupCommitWriter.LIMITS);
    }

    static SqliteStores open(DatabaseFile file, Lane.Limits limits) {
        List<Session> opened = new ArrayList<>();
        try {
            file.create();
            Session session = file.openWriter();
            opened.add(session);
            Schema.migrate(file, session);
            for (int i = 0; i < READERS; i++) {
                opened.add(file.openReader());
            }
            return new SqliteStores(
                    new GroupCommitWriter(session, limits), new ReadPool(opened.subList(1, opened.size())));
        } catch (SQLException | IOException | FlywayException e) {
            opened.forEach(session -> closeAfter(e, session));
            throw new StoreUnavailable("cannot open the database " + file.path() + ": " + e.getMessage(), e);
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

    GroupCommitWriter writer() {
        return writer;
    }

    /// A file is never away.
    @Override
    public void hurry() {}

    /// Refuses new work, finishes what was begun, and leaves the database as the one file. Closing again does
    /// nothing.
    @Override
    public void close() {
        // The last connection to close puts the log away, which a read-only one cannot.
        reads.close();
        writer.close();
    }

    private static void closeAfter(Exception failure, Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
