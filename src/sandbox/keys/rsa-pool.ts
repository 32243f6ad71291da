// TEST – NOT QUALIFIED. Published keys: never trust what they sign, and never protect anything with them.
//
// To those who scan for secrets: these are the factors of RSA moduli that the sandbox mints test keys from.
// They are public on purpose, like the keys of a standard's test vectors, and nothing real was ever signed
// with them. gitleaks:allow trufflehog:ignore pragma: allowlist secret

export type RsaSize = 2048 | 3072 | 4096

/**
 * TEST – NOT QUALIFIED, published. Base64 of the two prime factors of a modulus, equally long, one after the
 * other.
 */
export const RSA_POOL: Readonly<Record<RsaSize, readonly string[]>> = {
  2048: [
    [
      '9lP+3IR2nYjlZDJ6ZqtJ3A5rfbt52CxEWICiD34uDGMPydHgMv2HmtkF9VWtQTcpd+bNBULz2lMRhM+izjQWjnGXZdTeV/x/M0D6',
      'zJFdhTooD2dh5lQtaJS9NTr4N1RSXPx0PiujJYiz49iLtCMT7E4leK1lGaBPVh86YR/9HXnZawfDqfDK2rpUI3rBLF+uGa97DwxJ',
      'yUdR+lNt6Rgr75wu+WsIBbytZGRfEBR0SGVfFgPP9JY+0DEhh4YPAWLFTaH1Kwud5ERA3dLwGOIE16FL6nS+2VcqFEr9MXV3e2eJ',
      'V60AwGCJARHKqvGZ/+w2hIpcGMOVJuYn9EPnVkvwow==',
    ].join(''),
    [
      '9Dlhc1KiGzWGlNN+mX992f3aquwI2kcw7zSzqKgvmao8Ih8v2bxQ4DDWTy1jRPY5qBxGgPmt/d1QMmG7OlGUsOWj0ISOAOfS+Wxg',
      'PRrG2Ks1/gxnUjzlimQfL2fyJ1PMq3uiqSht0kGP9q1MbzqV3c8TYz3OQAMpPWJ0DZTQdhXFBCuKpVSSGC0KwTB7GLYV5fQ2YgK4',
      'aSipML72PZdQ74/nGw6mqn81vJ2Gt3m4tZvNVm9QhZGCix6uVyzj2fOfqu3kSiT8HnS/JEjJIZDA4qyuBZP4/FG2DWPUQFDypYOz',
      'nvqB8R0SbjvRE1EgxaeTTcl+M23QdQlHwZ8RkxMEAw==',
    ].join(''),
    [
      'xe0AqAoKFmXcEf8dABFLmcUhQsKjeY0dmGHY+iiU099orYIWTAx3T3foDxB2rjx+X5asqCzyFY9Gojjhh7iUexunksDJHAZcBVXv',
      'kWZ4XobhTaihmBeiPRlPSWmezY7SC5xeK+h3W1iEeEj3CY26w/5V+j3Zo+lvayp/D7P0AsnBsgneN5+j5jZFx7I6PTpMLyek/hrz',
      'oNaI8zi2iJIF0LNtX2nLq0mSBycF5AQr8APdBVlC4qhxafx/1OTxWmkGICKRuJm0k+dcf/DRTT5UOakd+/q6HZ/txKRbhqgkh4ce',
      '9nWyR5n+KLI0d8Uefc6oxVFi+zTt26GZ5whCVOonCQ==',
    ].join(''),
    [
      '9T/+cz2n7C5RC+IqLBNgg+nREpIfshdJxP8SLdSNUyynJebZXPg2d4KjQa/zGQxDPjYUE4yxritfUjRuoMP6BqNT6e9l/VWI6RuE',
      'zwsbObzWb09Bd3N5q5yK2tz9Ja/NbPlk3ytJUHnaBP8JEXVmA2Kg6li9Yko3CObAH5txeUW/O/Wpwc7gnClZOlHa7NlH2ROwqPqX',
      'klN5hLppq0rEfA4Mq1YLwGVMyKe4p5zOr0Hs8jrSiCVdEQjkKBH9cl9nNusCdRUxNMckAXxz2vYeyAM2cjUO6suiITQukpvWsnBG',
      'VW7NXZCf2LU5zOT4cW0cXtoAxMcciLjYZDroAm/khw==',
    ].join(''),
    [
      '9+sIwdTcOxCixPIKBAtzjcnuntaC6GhfB8/yXnaPk445DecAQIBmPqDP02aFms6Mk69hbJqzJZgSQE5v+ho2WCeXcCnRI1HboNeg',
      '1LYVQ5ZR2jwXvsnx3I+mEONapE/2ttSNYTB7oOwCMPhaEYY7LyysXEhTx6jNJGuDxTkLmY/gU/MLi+ziO0pObYw6unPXS9KJskOE',
      'W5C7optYFJLvmr/fFqDVnlnC1+3RdAa0W5BzNjeKJQcGgIbbPExacN8WBgHOALrXjbanWqu/vuCoscAT+P+GTV4z+CS5bFxFzAPR',
      'jcSz5QNcq9jZQQnpNiasv6hYyiG+mozxuaNaZxEa+Q==',
    ].join(''),
    [
      '9g6aCzm3RxKRnicEJgxrj2Zv0sKNMLWLiTGMFuM+6xLmELgG406Wf2B7UnUAd+U8EFuCaPvWKsepsTMk3GKs91lA1SmVIr2N41J/',
      '4GPprJ8Dk18Lh4jsl+l6wmdsXOoB93t5oDoD477k8E4zvxcaaGDOmcdS0mQcLcMOPKgHMp+1Zts+nHWnPbDc65jRURP4jtDVV2lJ',
      'Oe46UGV7WsdUFLdBcOadvqo2FcHGEjucAu8vycDquqHBVw0x0MITvxlN8WyHGHuK5xAsxNY0NnEkUAtfflaMdjg7fywSKP0i5tHS',
      'iMdeFp9xnIYZJnptzh2CWdEa7kSFykOwDVTubslP1Q==',
    ].join(''),
    [
      '5WXL5shltjxBr0doRxq/OjnNTeGQhnlMFTCMU5xe+XMnQLaYJDMnsBPz9ew5+zAR+9JOc+KHdWZq9R4Dx/6G1/PeCIkIbAhLGpTW',
      'lOMEfcPkLlgn3RsjM7QqYGwg81saVqjwvs4YRv8tyWMh/XeMv7NjYIs1eKLpCla8vbdPTDfY+VQV+/uMOnY+9b7Evwk3NlN6FzHp',
      'aA2i1JNtc5372IE3y3WNDCjh2zGUpJRWuryIlZYQchzP5Hh4tsfj6a6sWRiVma2cQxRWAk91mR7yHYrdnirLK7zHoge8+/VQWU+Z',
      'IDebp17FJ+IvyrEKf45fNpjXLn4t0z9GUtUMoFcuUw==',
    ].join(''),
    [
      '4kSi/V5QOBo0LD2RjwwGoTdXvao08RnsNyShDuYZm3uaLWHNCBBAFwYQd6YvMxkIdicH370EfYKUtlo70NKUjnan7KUZq1XcutjV',
      '4ewhYOWjkTyaODsV18dPUCv7ypA+c1V57w6jIAc8/Qdx+L+Na62JguO0SP0tRVeBBKQ7rpHd5B9b+ukO+bnRCGb3HdkDT0HrxWDs',
      'LbvYYhPQ8CsEqQuGSw5JzSj8CeswmogzMrV5UE+87JvtCnrYvHd1iAVi++2NkxqO3vf5hLZycmn+SyR9TRi3gdSwQKDrJsTkdfNM',
      'mUBW+6N19C/HPIXoa7pkgRc7kMXvfh6pXQrdNDqDkw==',
    ].join(''),
  ],
  3072: [
    [
      '5I+1Zs0jus8FCRO470vAoe87hZUPvFtEJsmazJasNlaJmxEquVrLeKYcug3/Y6876rd+TKJVB7r/9ElgyolGk+znnRmrRaZeVdKL',
      '+6OjD31vfil2Fiws/mfcIFP2KuxhC53ImSenmzxOIJrJWOrMwMS5ij+goSoF4Z/4t0RQfbCcWCpvtCf39rP44Lz2G6n7Kw3gvQxd',
      'vSgNg2x526NSeHkZjVbS9QcwLjW+weRVRmbR5KRUsk7hnBe7QVGFfaqzzkOr+dWq85GXqKDoPAzSb9KRC6L2alcCIBPGpZN1YT8L',
      'OkMSo18g9uot1wPyfwb8ujjVIotbeRoGXpXDD61q4LLa7Z4dZCFJob9Wx/85n+8Cjus+9/ulRKAHK1yeRkibS/y8J6G4T/SeAUDk',
      'lFF6YZ+CVHz57FACt5Au17/4O/TTrLbDA0cwOQufduf6LBsnFr9AjqchLiwaSOhWRr53FaRarTKN+Iel7+soF/5oQrLiswtHPMo+',
      'riPlOtqsPGHF',
    ].join(''),
    [
      '30qpKgRDTkb+Uxx9ORbtzfVxBqx39F0CS6uW7AWKAHsfTwoucB2teAvb4Snk64OrKiNj/U8cIrrDQUV166QPR8d7Uy2B8GiNChSy',
      'b+XMcOrPoAAB4smdzekMKxwyvtbNiYjqGOVkYdBHk8xLcI/MARGKZdXZsiGzRt7IlepuhUWtncB7FteRlGrEQotBFJNi00gaE0vJ',
      'UUEn4VoRCgy59gfbvwemH5TR2J3P0ycpocncEbyR3zgt691OJZjmHQh9uGpcC8R0sFlUeEfWnsz3mKveb+SKEtYyJNvBnjRiIdVb',
      'IayNf4oIv/EAkrX8vWkRysXJLouSZAUYhc1+pwvsr/ddbtIALOIT1Tk3nv0b9NpN8WMObSNk8pKdpG3s8ATTXeUqtp0+ULhasybN',
      'kbPOJjuR7N1JrKCdEsMWYerJcwhQ3PEMCe/7Rw1z6XWW4qEGguDreB67pCoTroVedACZx+tQYtJOaImOKqNluWpU7VycZEBZeHS4',
      'HgB8ForU4yq1',
    ].join(''),
    [
      '/XAws46WXD6ge/84Ysr0X0vMIxQvlcwUQ4PGfcQkgGdhErJu7e4m4DBepn18sIq3e1zTp1Io/kWc9mm04rcLM5Tdj0TBsQGOB552',
      'bs1NT26ukGW+dFcLIwkRRM+d31vCbN69HkQglantPd2RmZFCVYnphRrdPpPfdjcTGtB7RsNNYKSHtij5TSWvdrm0KfWmkEs++RVX',
      '7b4PthX5T38ZnXPGM+JKG+fQyja2vbLlCsdRrZ7A4nTS+qf48t/UWMkTxzAuACep1Tx74jZASHoixueOkvbMtz6508lJGDhs/AO4',
      'RZXvk7mFZZCHXvJlGcNi4aqq966rrUALVltmbGuFBy/lYv8pX1Se8gVAPzRZ+sCS1SD+YiOeM1E2J5rV5dP6M45EQ0eZDg2a8z98',
      'CY2s8wr2F1E1XWvr27bXoLXsK6jWC1rPItUkDL4wZTlkAIYRrGMlqI80BxVvShvlgFrJixPo1tUBdY7t4qhsSZF5YuOydDUvXfd6',
      '1t9VoWdt1SfJ',
    ].join(''),
    [
      '6sd7wuaKpf28hBqKzmPQgdfU4cmHR+rbqMAJw5WIHvx4QPLDLHWudeYlrdqpzevXcK+vkg53Hxk7D0jZdnm7AROo/aQtcHyzhPhG',
      'c729HpQdvnX898uQNM6jQyO6o8Nwz6kIL2/29ROWYNHD08WLi00hBCQ5nUojeSR7+sYU7IkQI3YBoKNna3gp+OWO7f/azVhbiBiC',
      'iPgvAviJ5dUhV33mAS5QYTIVcy66nfDaHzCgWRJjfQYryaOybH59WYtbtaU3gGM66AopO1RtRcPXjEVzVmcGqDmxzHLsVbIuk0MZ',
      'Y49HDCboNk2bj09X7Odlv6d8eB1ondERHXwxOZ8aHQW5L/embLi2p5ab2MYv83lPEDVlWUW+7ixTXF+g7cGfQak967BsJqqdEnyp',
      'GxGBwtPrfxTTB0VPIDFUuHFcK7n5N6aTKaAx1teXVzErypOAtB7UmMw1t4+0uk+KOj7edPEgFwSSwkjsg4mA1TXPnGdVp9mvMaRe',
      '49oR2Dau9Bth',
    ].join(''),
  ],
  4096: [
    [
      '/L2PzQXvEEPCEExVhHXUwWtWIc2sNbiE+KJwq/UsIwCR97fNJmRVfOV8KnSZHirdFL6OBQXr8aiLGkd9l5np0Qai9E6WZg3nSMSd',
      'HgW8MxPuTDrn7veEKHPlnaTGWswroEba/JO/9MhHlOn6ZzX7owBINENaz99hu1MKAMANM2mlvRodY8qwStXawcrYMsHGMJ7fNJbo',
      'wijGlbAJnVL6+wBJcHRp6THgli3xWk0d0wi4n5c7qPck8H/LC5U4PNP5xmld1Alejzi4VidxNytr3liGnSi9Brd6W/Aq8YmiwtaZ',
      'frrGV0R0T6FHwMt1XqUY3NFdUsJNDMMKWHrzEIvXjc8llgz29YE2z4YqsHjaqKnLHFyxzFGwPkwWAyxM2DsAQGQecpWcKtEYxm0A',
      'nJmS/vECoyYr1nvJcDuoypeks3epXrqGVMKkU2IW8cq3lWZkT488XzftFdx5crJJRao3lKVfQgMz+3EXDxkqSEaIzuFNGYxnR/84',
      'jCsw9/iqJ7d6xR6oo7H1w6L5fOHdeIMo167ZATknwHtzRQcsRuRcURhUawSczu++pu15FWKGGSMq1s2DQyMTJVXvj6oh0lYl0DLf',
      'qlekSg2yk81CwOpXJ3Uvs1UL1n7jMJiXLDr3rOrbK1nhRK6Pe/OOLrsW7DsRJE/vSSrdV0iDT4MQR+bhzEM=',
    ].join(''),
    [
      '9fBWMaDQy6raeZeyTpaghAxmwXm1Ssh460a8VmEaVc3AnpzjjGgms4REWzxjAcQfCHLYf0e7YNhIijKkkvG0wjIqEId+1r4Hb7Yl',
      'efDAJAcxzGJdWoaoP9LqePQdqrPEK15bS8snd72lah9Xj5NHhBfBK/9CI7bGde8NtRvud4Nz1cZjI5FqWnyILZA3Krq2KdJwQfyl',
      '5GffG7Up7l+KP1HGSrRKdpivB8K6XZDB+z51l3TUoRwgUpTL9rYiqQzoZ+/mlDtbxa70rjLU75ROPbz7yV/MZmtUDKXGYO+FG3TR',
      '2jxsx0t7bVCn0VwTq8dML1XOILsynaH1mebzIg3usfRhfxzxj4QCyDQigsZ0fl90vrHphP+RT1TmpzLJGow+mIIW/2r+TJe8ZMw5',
      'V1vJbr3rf9cMm2cd5bWx1m6hPGgunl+NnUy6CZIy5Yn7wrTMl0/deEwzVvX4ev2VKu/EbDcoeLvLrM/YrgGcc/1QM1dnesAriK6j',
      '9q2DSZdre2Q+3es6hX1RxrxYNs4WKIQy9JM8psFqyKNTv0odG5wQ89VDXRLggHSMU7N/OUBIrNsDGBUKjr4+QayrHt40LxEmCwRS',
      'oLzQw9htfz8LOZD3cStp9nXF8JlkE5PNCrpEhOiYrBJqgdL+TsOXTAp7VPVzqImNGOMfHaBdh2nylsZD/Os=',
    ].join(''),
  ],
}
