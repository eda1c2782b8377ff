# Sourced by the scripts that need packages of npm: install_packages NAME puts those of the script's own folder ($here)
# into $packages, once. That lies outside the working tree: KORI_NPM_DIR, else a folder NAME of the user's cache.
install_packages() {
    packages=${KORI_NPM_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/$1}
    # A changed lock file means other versions: install again.
    cmp -s "$here/package-lock.json" "$packages/installed.json" && return
    mkdir -p "$packages"
    cp "$here/package.json" "$here/package-lock.json" "$packages/"
    (cd "$packages" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$here/package-lock.json" "$packages/installed.json"
}
