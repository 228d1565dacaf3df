package dev.perigee.server.identity;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Secrets;
import dev.perigee.protocol.signature.SignatureSession;
import dev.perigee.protocol.signature.SignatureSession.Nonce;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Sees to it that no signed request counts twice: not within a session, nor after its session gave way to newer ones,
/// nor after a restart, since sessions are of one life of the control plane. Thread-safe; its monitor guards
/// everything.
final class SignatureSessions {
    /// A satellite that begins several at the same moment uses the last one it was offered.
    static final int EACH_MAX = 8;

    private final RandomGenerator random;
    private final int satellitesMax;
    private final Map<SatelliteId, Opened> opened = new HashMap<>();
    private String life;
    private long offered;

    /// The open sessions of one satellite by number; none up to `closed` opens again.
    private static final class Opened {
        private final TreeMap<Long, ReplayWindow> windows = new TreeMap<>();
        private long closed;
    }

    /// What a nonce is worth.
    enum Verdict {
        FRESH,
        REPLAYED,
        SESSION_OVER
    }

    /// `random` must be fit for secrets. With more than `satellitesMax` satellites all sessions end and begin anew.
    SignatureSessions(RandomGenerator random, int satellitesMax) {
        this.random = random;
        this.satellitesMax = satellitesMax;
        this.life = Secrets.create(random);
    }

    /// One to be used from now on. It takes no room until it is.
    synchronized SignatureSession offer() {
        return new SignatureSession(life, ++offered);
    }

    /// Only for what the satellite has signed.
    synchronized Verdict take(SatelliteId satellite, Nonce nonce) {
        SignatureSession session = nonce.session();
        if (!session.life().equals(life) || session.number() > offered || session.number() < 1) {
            return Verdict.SESSION_OVER;
        }
        if (!opened.containsKey(satellite) && opened.size() >= satellitesMax) {
            opened.clear();
            life = Secrets.create(random);
            return Verdict.SESSION_OVER;
        }
        Opened own = opened.computeIfAbsent(satellite, _ -> new Opened());
        if (session.number() <= own.closed) {
            return Verdict.SESSION_OVER;
        }
        ReplayWindow window = own.windows.computeIfAbsent(session.number(), _ -> new ReplayWindow());
        while (own.windows.size() > EACH_MAX) {
            own.closed = own.windows.firstKey();
            own.windows.remove(own.closed);
        }
        return session.number() <= own.closed
                ? Verdict.SESSION_OVER
                : window.take(nonce.count()) ? Verdict.FRESH : Verdict.REPLAYED;
    }
}
