package dev.perigee.server.identity;

/// With what registration tokens are signed: a secret that is for nothing else, or the key that signs everything. Both
/// are always understood, so that a change of the setting ends no token.
public enum TokenAlgorithm {
    HS256("HS256"),
    EDDSA("EdDSA");

    private final String wireName;

    TokenAlgorithm(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
