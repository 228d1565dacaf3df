package dev.perigee.protocol.signing;

import dev.perigee.protocol.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys that a control plane signs with, oldest first: each but the first was signed by the one before it, so that
/// whoever believes one can believe all that come after it, however long it was away. On the wire
/// `{"keys": [{"key": …}, {"key": …, "succession": …}]}`; at most 16.
public record KeyChain(List<Link> keys) {
    public static final int KEYS_MAX = 16;

    /// A key, and the signature of the one before it over its text.
    public record Link(VerificationKey key, @Nullable String succession) {
        public Link {
            if (key == null) {
                throw new BadValue("a key of the control plane is missing");
            }
        }
    }

    public KeyChain {
        keys = keys == null ? List.of() : List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw new BadValue("number of keys", keys.size(), "1 to " + KEYS_MAX);
        }
    }

    public static KeyChain of(VerificationKey first) {
        return new KeyChain(List.of(new Link(first, null)));
    }

    /// The one that signs now.
    public VerificationKey current() {
        return keys.getLast().key();
    }

    /// With a further key, which the current one, `signer`, vouches for. The oldest goes when there are too many.
    public KeyChain succeed(VerificationKey next, SigningKey signer) {
        List<Link> longer = new ArrayList<>(keys);
        longer.add(new Link(next, signer.sign(Purpose.SUCCESSION, next.text())));
        return new KeyChain(longer.subList(Math.max(0, longer.size() - KEYS_MAX), longer.size()));
    }

    public Optional<VerificationKey> find(String id) {
        return keys.stream().map(Link::key).filter(key -> key.id().equals(id)).findFirst();
    }

    /// What of `announced` may be believed by one who believes the current key of this chain: that key and its
    /// successors. Nothing when it is not among them, or one was not signed by the one before it.
    public Optional<KeyChain> follow(KeyChain announced) {
        int from = announced.indexOf(current());
        if (from < 0) {
            return Optional.empty();
        }
        List<Link> believed = announced.keys.subList(from, announced.keys.size());
        for (int i = 1; i < believed.size(); i++) {
            String succession = believed.get(i).succession();
            VerificationKey before = believed.get(i - 1).key();
            String key = believed.get(i).key().text();
            if (succession == null || !before.verifies(Purpose.SUCCESSION, key, succession)) {
                return Optional.empty();
            }
        }
        return Optional.of(new KeyChain(believed));
    }

    private int indexOf(VerificationKey key) {
        return keys.stream().map(Link::key).toList().indexOf(key);
    }
}
