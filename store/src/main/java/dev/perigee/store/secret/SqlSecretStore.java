package dev.perigee.store.secret;

import dev.perigee.control.secret.SealedSecret;
import dev.perigee.control.secret.SecretStore;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.store.sql.Statements;
import dev.perigee.store.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Sealed secrets in SQL. Thread-safe.
public final class SqlSecretStore implements SecretStore {
    /// Others that want to put one wait here until this transaction is over.
    private static final String COUNT = "UPDATE secret_counter SET version = version + 1 WHERE id = 1";

    private static final String VERSION = "SELECT version FROM secret_counter WHERE id = 1";
    private static final String PUT = """
            INSERT INTO secret (name, scope, version, key_id, box, author, set_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name, scope) DO UPDATE SET version = excluded.version, key_id = excluded.key_id,
                box = excluded.box, author = excluded.author, set_at = excluded.set_at
            """;
    private static final String RESEAL =
            "UPDATE secret SET key_id = ?, box = ? WHERE name = ? AND scope = ? AND version = ?";
    private static final String REMOVE = "DELETE FROM secret WHERE name = ? AND scope = ?";
    private static final String ALL =
            "SELECT name, scope, version, key_id, box, author, set_at FROM secret ORDER BY name, scope";

    private final Transactions database;

    public SqlSecretStore(Transactions database) {
        this.database = database;
    }

    @Override
    public SealedSecret put(SealedSecret secret) {
        return database.write(statements -> {
            statements.update(COUNT);
            SealedSecret kept = secret.versioned(
                    statements.first(row -> row.getLong(1), VERSION).orElseThrow());
            statements.update(
                    PUT,
                    kept.name().value(),
                    kept.scope().text(),
                    kept.version(),
                    kept.key(),
                    kept.box(),
                    kept.author(),
                    kept.setAt().toEpochMilli());
            return kept;
        });
    }

    @Override
    public void reseal(List<SealedSecret> secrets) {
        boolean _ = database.write(statements -> resealed(statements, secrets));
    }

    private static boolean resealed(Statements statements, List<SealedSecret> secrets) throws SQLException {
        for (SealedSecret secret : secrets) {
            statements.update(
                    RESEAL,
                    secret.key(),
                    secret.box(),
                    secret.name().value(),
                    secret.scope().text(),
                    secret.version());
        }
        return true;
    }

    @Override
    public boolean remove(SecretName name, ConfigScope scope) {
        return database.write(statements -> statements.update(REMOVE, name.value(), scope.text())) == 1;
    }

    @Override
    public List<SealedSecret> all() {
        return database.read(statements -> statements.query(SqlSecretStore::read, ALL));
    }

    private static SealedSecret read(ResultSet row) throws SQLException {
        return new SealedSecret(
                new SecretName(row.getString(1)),
                ConfigScope.parse(row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)));
    }
}
