package dev.perigee.store.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The database file and how connections to it are set up. It holds keys, so only its owner may read it; SQLite
/// gives its log the same permissions.
///
/// Nothing is mapped into memory: an I/O error on mapped pages would kill the process instead of failing a
/// statement. `way` is what each connection passes on its way to a session: nothing, or what makes it fail in tests.
record DatabaseFile(Path path, UnaryOperator<Connection> way) {
    private static final int BUSY_MILLIS = 5_000;
    private static final int CACHE_KIB = 16 * 1024;
    private static final int CHECKPOINT_PAGES = 4_000;
    private static final int LOG_BYTES_KEPT = 64 * 1024 * 1024;

    DatabaseFile(Path path) {
        this(path, UnaryOperator.identity());
    }

    /// Makes an empty file unless there is one.
    void create() throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix") || Files.exists(path)) {
            return;
        }
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // Somebody was faster; what is in it shows when it is opened.
        }
    }

    /// Connections that may write.
    SQLiteDataSource writable() {
        SQLiteConfig config = shared();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(LOG_BYTES_KEPT);
        return source(config);
    }

    Session openWriter() throws SQLException {
        Session session = new Session(way.apply(writable().getConnection()));
        session.pragma("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
        return session;
    }

    Session openReader() throws SQLException {
        SQLiteConfig config = shared();
        config.setReadOnly(true);
        return new Session(way.apply(source(config).getConnection()));
    }

    /// A connection that leaves the directory as it is. Whoever has the database open keeps its log beside it; without
    /// a log nobody has, and none is made for reading alone.
    Session openUntouched() throws SQLException {
        SQLiteConfig config = shared();
        config.setReadOnly(true);
        SQLiteDataSource source = source(config);
        if (Files.notExists(Path.of(path + "-wal"))) {
            source.setUrl(url() + "?immutable=1");
        }
        return new Session(way.apply(source.getConnection()));
    }

    private static SQLiteConfig shared() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false);
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url());
        return source;
    }

    /// As a URI: in a plain path the driver would take what stands behind a question mark for parameters.
    private String url() {
        return "jdbc:sqlite:" + path.toUri();
    }
}
