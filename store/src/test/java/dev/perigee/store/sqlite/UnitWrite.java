package dev.perigee.store.sqlite;

import java.sql.SQLException;

/// A write that does whatever a test likes.
final class UnitWrite<R> extends SqliteWrite<R> {
    private final Unit<R> unit;

    interface Unit<R> {
        R run(Session session) throws SQLException;
    }

    private UnitWrite(Unit<R> unit, boolean durable) {
        super(durable);
        this.unit = unit;
    }

    static <R> R durably(GroupCommitWriter writer, Unit<R> unit) {
        return writer.write(new UnitWrite<>(unit, true));
    }

    static <R> R lazily(GroupCommitWriter writer, Unit<R> unit) {
        return writer.write(new UnitWrite<>(unit, false));
    }

    @Override
    R run(Session session) throws SQLException {
        return unit.run(session);
    }
}
