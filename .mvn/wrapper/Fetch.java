import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Fetches one file and checks its SHA-512, for a machine that has a JDK and neither curl nor wget: URL, digest, file. */
final class Fetch {
    public static void main(String[] args) throws Exception {
        MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
        Path file = Path.of(args[2]);
        var connection = URI.create(args[0]).toURL().openConnection();
        connection.setConnectTimeout(30_000);
        connection.setReadTimeout(60_000);
        try (InputStream in = new DigestInputStream(connection.getInputStream(), sha512)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            System.err.println("mvnw: cannot fetch " + args[0] + ": " + e + "; install Maven 3.8 or newer, or set MVNW_REPOURL");
            System.exit(1);
        }
        String found = HexFormat.of().formatHex(sha512.digest());
        if (!found.equals(args[1])) {
            Files.delete(file);
            System.err.println("mvnw: " + args[0] + " has SHA-512 " + found + ", expected " + args[1]);
            System.exit(1);
        }
    }
}
