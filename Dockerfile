# One image for each app: docker build --build-arg APP=command-app (or query-app, socket-app, notify-app, staff-app).
# The jars are built before: ./powow test, or mvn package.

FROM eclipse-temurin:25-jdk AS layers
ARG APP
WORKDIR /layers
COPY ${APP}/target/ target/
# Layers by how often they change: dependencies stay where they are when only Powow has changed.
RUN java -Djarmode=tools -jar target/${APP}-*-app.jar extract --layers --application-filename powow.jar --destination extracted

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /powow powow
WORKDIR /powow
# A volume takes its owner from here.
RUN mkdir -m 700 keys ops outbox staff && if [ "$(id -u)" -eq 0 ]; then chown 10001 keys ops outbox staff; fi
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
# Keeps the classes as they are after a start that connects to nothing: others take half the time.
RUN AXON_AXONSERVER_SERVERS=127.0.0.1:1 POWOW_TOKENS_SECRET=$(head -c 32 /dev/urandom | base64) \
    POWOW_MONGODB_URI=mongodb://127.0.0.1:1 POWOW_SEARCH_URIS=http://127.0.0.1:1 POWOW_IMAGES_FOLDER=/tmp/images POWOW_KEYS_FOLDER=/tmp/keys POWOW_PUSH_FOLDER=/tmp/outbox POWOW_ANALYTICS_FOLDER=/tmp/analytics \
    java -XX:AOTCacheOutput=powow.aot -Dspring.context.exit=onRefresh -jar powow.jar
USER 10001
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "-XX:AOTCache=powow.aot", "-jar", "powow.jar"]
