package dev.perigee.store.postgres;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import java.sql.SQLException;

/// What a failure of the database means for what was asked of it.
enum Failure {
    /// The connection is gone; whether a transaction under way was committed is not known.
    LOST,
    /// Another transaction came in the way; nothing has happened and it may be tried again at once.
    CONFLICT,
    /// The database cannot work now, disk full for one; nothing has happened.
    UNABLE,
    /// Another control plane writes to this database now; nothing has happened.
    FENCED,
    /// The database does not take what it was given; nothing has happened.
    REFUSED;

    static Failure of(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return LOST;
        }
        return switch (state) {
            case "22012" -> FENCED;
            case "40001", "40P01" -> CONFLICT;
            case "57P01", "57P02", "57P03", "57P05", "25P03" -> LOST;
            case "57014", "55P03", "25006" -> UNABLE;
            default -> ofClass(state.substring(0, 2));
        };
    }

    private static Failure ofClass(String sqlClass) {
        return switch (sqlClass) {
            case "08" -> LOST;
            case "53", "54", "58", "28", "3D", "XX" -> UNABLE;
            default -> REFUSED;
        };
    }

    /// For a caller whose write may have happened.
    static OutcomeUnknown unknown(SQLException lost) {
        return new OutcomeUnknown(
                "the connection to the database broke during the commit and the database did not come back in time to"
                        + " say whether it was done; look before asking again",
                lost);
    }

    /// For a caller whose write or read has not happened.
    static StoreUnavailable unavailable(SQLException failure) {
        String why = failure.getMessage();
        String state = String.valueOf(failure.getSQLState());
        String message = switch (state) {
            case "53100" -> "the disk of the database is full";
            case "53300" -> "the database has no connection left";
            case "25006" -> "the database is read-only";
            case "28P01", "28000" -> "the database does not let this user in";
            default ->
                switch (of(failure)) {
                    case LOST -> "the database cannot be reached";
                    case CONFLICT -> "the database is too busy with conflicting changes";
                    case UNABLE -> "the database cannot work now";
                    case FENCED -> "another control plane has taken this database over";
                    case REFUSED -> "the database refused what it was given";
                };
        };
        return new StoreUnavailable(message + ": " + why, failure);
    }
}
