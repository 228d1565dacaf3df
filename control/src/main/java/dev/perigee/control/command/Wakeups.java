package dev.perigee.control.command;

import dev.perigee.protocol.SatelliteId;

/// Hints that a satellite may have something to fetch. Called after the commit, from any thread; never blocks. A hint
/// may be lost, and nothing but speed may depend on it.
public interface Wakeups {
    void signal(SatelliteId satellite);
}
