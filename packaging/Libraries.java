import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The jars in the order of the class path, and the native libraries of SQLite and of Netty, so that nothing is unpacked
/// to a temporary directory at every start. `sqlite` is the file name of SQLite's.
record Libraries(List<Path> jars, String sqlite) {
    /// `own` is the jar of the command line; the file `others` holds the paths of the jars that it needs.
    static Libraries copy(Path own, Path others, Path target) throws IOException {
        Files.createDirectories(target.resolve("native"));
        List<Path> sources = new ArrayList<>();
        sources.add(own);
        for (String jar : Files.readString(others).strip().split(File.pathSeparator)) {
            sources.add(Path.of(jar));
        }
        List<Path> jars = new ArrayList<>();
        String sqlite = System.mapLibraryName("sqlitejdbc");
        for (Path source : sources) {
            Path jar = target.resolve(source.getFileName());
            Files.copy(source, jar, StandardCopyOption.COPY_ATTRIBUTES);
            jars.add(jar);
            if (source.getFileName().toString().startsWith("picocli")) {
                Modern.rewrite(jar);
            }
            if (source.getFileName().toString().startsWith("bcprov")) {
                Slim.rewrite(jar);
            }
            if (source.getFileName().toString().startsWith("sqlite-jdbc")) {
                extract(jar, "org/sqlite/native/" + system() + "/" + architecture(), sqlite, target.resolve("native"));
            }
            if (source.getFileName().toString().matches("netty-transport-native-epoll-.*" + netty() + "\\.jar")) {
                String epoll = System.mapLibraryName("netty_transport_native_epoll_" + netty());
                extract(jar, "META-INF/native", epoll, target.resolve("native"));
            }
        }
        return new Libraries(List.copyOf(jars), sqlite);
    }

    private static void extract(Path jar, String directory, String name, Path target) throws IOException {
        String entry = directory + "/" + name;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry library = Optional.ofNullable(zip.getEntry(entry))
                    .orElseThrow(() -> new IOException("no " + entry + " in " + jar));
            try (InputStream in = zip.getInputStream(library)) {
                Files.copy(in, target.resolve(name));
            }
        }
    }

    private static String system() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return "Mac";
        }
        return Files.exists(Path.of("/etc/alpine-release")) ? "Linux-Musl" : "Linux";
    }

    /// As Netty writes it.
    private static String netty() {
        return architecture().replace("aarch64", "aarch_64");
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            default -> "aarch64";
        };
    }
}
