"""The CSL processor. It knows styles, locales and items; it knows no host, file format or markup."""
