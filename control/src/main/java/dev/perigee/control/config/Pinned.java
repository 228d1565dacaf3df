package dev.perigee.control.config;

import dev.perigee.control.secret.SealedSecret;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretReferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A document whose references say which version of each secret is meant, so that another version is another document
/// with another hash; and where it refers to what the satellite is not to have. Those stay as they are.
record Pinned(ConfigDocument document, String hash, List<SealedSecret> secrets, List<ConfigMistake> missing) {
    static Pinned of(ConfigDocument document, Map<SecretName, SealedSecret> secrets) {
        List<ConfigMistake> missing = new ArrayList<>();
        ConfigDocument pinned = SecretReferences.replaced(document, (path, name) -> {
            SealedSecret secret = secrets.get(name);
            if (secret != null) {
                return secret.pin();
            }
            missing.add(new ConfigMistake(
                    path.toString(),
                    "secret \"" + name + "\" is not there for this satellite: expected one that is set for it, its"
                            + " team or everybody; `perigee secrets` lists them"));
            return "secret:" + name;
        });
        return new Pinned(pinned, pinned.hash(), List.copyOf(secrets.values()), List.copyOf(missing));
    }
}
