package dev.perigee.store.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Rows bound column by column, an array each: the driver sends arrays of these types in binary form.
final class Columns<T> {
    /// In a column of numbers, what the statement turns into NULL: an array of primitives cannot hold any.
    static final long NONE = Long.MIN_VALUE;

    private final PreparedStatement statement;
    private final List<T> rows;
    private int place;

    Columns(PreparedStatement statement, int from, List<T> rows) {
        this.statement = statement;
        this.place = from;
        this.rows = rows;
    }

    Columns<T> texts(Function<T, @Nullable String> column) throws SQLException {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setObject(place++, values);
        return this;
    }

    Columns<T> longs(ToLongFunction<T> column) throws SQLException {
        statement.setObject(place++, rows.stream().mapToLong(column).toArray());
        return this;
    }

    Columns<T> times(Function<T, @Nullable Instant> column) throws SQLException {
        return longs(row -> {
            Instant time = column.apply(row);
            return time == null ? NONE : time.toEpochMilli();
        });
    }

    Columns<T> ints(ToIntFunction<T> column) throws SQLException {
        statement.setObject(place++, rows.stream().mapToInt(column).toArray());
        return this;
    }

    Columns<T> flags(Predicate<T> column) throws SQLException {
        boolean[] values = new boolean[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.test(rows.get(i));
        }
        statement.setObject(place++, values);
        return this;
    }

    /// The places of the rows, counted from 0.
    Columns<T> places() throws SQLException {
        int[] values = new int[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        statement.setObject(place++, values);
        return this;
    }

    /// The place after the last column.
    int end() {
        return place;
    }
}
