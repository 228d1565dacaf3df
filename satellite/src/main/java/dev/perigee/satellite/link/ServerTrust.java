package dev.perigee.satellite.link;

import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// By which keys the satellite knows its control plane: those it got when it registered, kept in a file, and those
/// that they have vouched for since. Thread-safe; its monitor guards what is believed.
public final class ServerTrust {
    private static final Logger log = LoggerFactory.getLogger(ServerTrust.class);

    private final PrivateFile file;
    private @Nullable KeyChain believed;

    /// Asks the control plane which keys it signs with.
    @FunctionalInterface
    public interface Announcement {
        KeyChain ask() throws LinkException, InterruptedException;
    }

    private ServerTrust(PrivateFile file, @Nullable KeyChain believed) {
        this.file = file;
        this.believed = believed;
    }

    /// What `file` says is believed; nothing yet when there is none.
    public static ServerTrust open(Path file) throws IOException {
        PrivateFile kept = new PrivateFile(file);
        Optional<KeyChain> believed = kept.read().map(text -> Json.WIRE.read(text, KeyChain.class));
        return new ServerTrust(kept, believed.orElse(null));
    }

    /// Believes `keys` and no others from now on.
    synchronized void pin(KeyChain keys) throws IOException {
        file.write(Json.WIRE.text(keys));
        believed = keys;
    }

    /// The text that was signed. When the key is new, `announcement` is asked for those who vouch for it. A satellite
    /// that registered before control planes signed believes what it is told first.
    synchronized String open(Purpose purpose, Signed signed, Announcement announcement)
            throws LinkException, InterruptedException {
        return switch (tryOpen(purpose, signed)) {
            case Signed.Opening.Opened(String text) -> text;
            case Signed.Opening.Forged _ -> throw forged(signed);
            case Signed.Opening.UnknownKey _ -> {
                follow(announcement.ask(), signed.key());
                yield switch (tryOpen(purpose, signed)) {
                    case Signed.Opening.Opened(String text) -> text;
                    case Signed.Opening.Forged _ -> throw forged(signed);
                    case Signed.Opening.UnknownKey(String key) -> throw unbelieved(key);
                };
            }
        };
    }

    private Signed.Opening tryOpen(Purpose purpose, Signed signed) {
        return believed == null ? new Signed.Opening.UnknownKey(signed.key()) : signed.open(purpose, believed);
    }

    private void follow(KeyChain announced, String wanted) throws LinkException {
        KeyChain next =
                believed == null ? announced : believed.follow(announced).orElseThrow(() -> unbelieved(wanted));
        try {
            pin(next);
        } catch (IOException e) {
            throw new LinkException("cannot keep the keys of the control plane: " + e.getMessage(), e);
        }
        log.atInfo().addKeyValue("key", next.current().id()).log("the control plane signs with a key that is new here");
    }

    private static LinkException forged(Signed signed) {
        return new LinkException("refused: not signed by key " + signed.key() + " of the control plane, as it says");
    }

    private static LinkException unbelieved(String key) {
        return new LinkException("refused: signed with key " + key
                + ", for which no key vouches that this satellite believes; if the control plane was set up anew, "
                + "register the satellite anew");
    }
}
