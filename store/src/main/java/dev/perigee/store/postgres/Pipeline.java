package dev.perigee.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Statements that go to the database in one round trip. On a connection in autocommit mode they are one
/// transaction: the driver asks the server to commit only after the last, and the server skips what follows one
/// that failed.
final class Pipeline {
    private Pipeline() {}

    static void run(Connection connection, List<? extends Step> steps) throws SQLException {
        // There are few such texts, so the driver keeps each prepared on the server.
        String sql = steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            for (Step step : steps) {
                place = step.bind(statement, place);
            }
            statement.execute();
            for (Step step : steps) {
                try (ResultSet rows = statement.getResultSet()) {
                    if (rows != null) {
                        step.read(rows);
                    }
                }
                statement.getMoreResults();
            }
        }
    }
}
