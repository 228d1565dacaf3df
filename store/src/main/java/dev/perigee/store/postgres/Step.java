package dev.perigee.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// One statement of a pipeline, with its values and what is done with its rows.
interface Step {
    String sql();

    /// Binds the values from the place `from` on, and returns the place after the last.
    int bind(PreparedStatement statement, int from) throws SQLException;

    /// Takes in the rows, if the statement gives any.
    void read(ResultSet rows) throws SQLException;
}
