"""Where items come from: bibliographies in every usual format."""
