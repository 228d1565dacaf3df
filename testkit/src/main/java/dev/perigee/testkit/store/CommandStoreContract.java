package dev.perigee.testkit.store;

import dev.perigee.control.command.CommandStore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/// What every `CommandStore` must do. A store's test extends this and gives each test an empty store. Times are kept to
/// the millisecond; what is below is cut off. Hand in whole milliseconds to get back what you gave.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class CommandStoreContract
        implements InsertContract,
                KeyContract,
                QueueContract,
                HoldContract,
                ApplyContract,
                OverdueContract,
                EndContract,
                CountContract,
                ListContract {
    /// The store under test, empty at first; the same one throughout a test.
    @Override
    public abstract CommandStore store();
}
