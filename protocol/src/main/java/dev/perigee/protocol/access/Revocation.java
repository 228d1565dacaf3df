package dev.perigee.protocol.access;

/// Whose key was taken back.
public record Revocation(String revoked) {}
