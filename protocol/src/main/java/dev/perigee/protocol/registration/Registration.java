package dev.perigee.protocol.registration;

/// The answer to a registration: the key that opens every later connection. It is shown this once.
public record Registration(SatelliteKey key) {}
