package dev.perigee.control.secret;

import java.io.IOException;
import java.util.List;

/// The keys for secrets: the first one seals, each of them opens. Thread-safe.
public interface KeyRing {
    /// At least one.
    List<SealingKey> keys();

    /// Has another key in the first place, with those before behind it; kept when this returns. Keys that are given
    /// from outside stay as they are.
    void renew() throws IOException;

    /// Forgets all but the first.
    void retire() throws IOException;
}
