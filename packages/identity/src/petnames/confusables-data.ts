// Written by scripts/confusables.mjs out of confusables.txt, Unicode 17.0.0 (UTS #39).
// © Unicode, Inc. Used under the Unicode License v3: https://www.unicode.org/license.txt

/** Which character looks like which: steps from one code point to the next in base 36, each with what it looks like. */
export const CONFUSABLES = `
1c:27 1:30 o:30 10:36.32 2h:1t.1x a:1w.mt 8:27.mw e:2p.2t a:6pu.mt 8:33.mw 6:34 i:1w.mt 1:2s.mt l:20.mt 1:2w.mt a:2x
g:24.mw 1:30.mw 9:32.mh 7:27.1x 1:33.2t j:2c.mt 1:38.mt p:2q.mt 1:13.1u 1:2q.lg 1:2q.lg 1:2q 3:1v.13 2:1w.mt 1:13.1w
2:2s.lg 1:2v 4:1y.me 1:2u 1:1z.13 3:30 1:30.mt 1:23.13 1:2z.lw 1:30.mt 1:qj.mw 2:26.me 1:32.mh 1:27.mt 5:13.28
1:34.lw 1:2a 1:1e 5:13.2c 1:38.lw 1:2c.mg 5:13.2h 1:3d.lw 1:2i.mt 1:3e.mt 1:1f 4:1e.mt 1:1h 1:37 2:34 1:30 1:30.30
2:x x:1z.mt 1:2v.mt 1j:1f 6:1k 1:1k 1:2i.me 1:3e.me n:2r.mw 2:2c.mw 3:1r 3:2d.mt 2:1x.mw 1:2t.mw 1:22.mt 1:2y.mt
4:36.mt 1:2h.mt 1:3d.mt 2:2p 2:2q.lw 3:2s.mg 1:2s.lw 2:d9 1:d9.ke 1:x3n 5:2v.lw 1:2v 2:3d 3:2w.lw 2:2x.mt 1:2x 1:2x
1:30.ms 2:30.mg 1:30.f1 1:3b 2:36.32.me 2:32.mg 2:33.mt 1:33.5qf 6:36.mh 1:36.mg 5:37.mg 9:39 4:3d 1:3e.mg 2:f1 2:1r
1:x5a b:35.lw 3:2s.3e 1:2s.f1 1:2s.i9 1:38.37 1:38.hv 1:38.gl 1:2u.32.mh 1:30.37 1:30.3e e:13 1:13.13 1:13 1:13 1:13
1:13 1:121 7:2m 2:13 2:13 1:13 5:1m u:13.13 n:lg 7:li 1:19s 3:li.lj 1:le 4:lv 2:18w 3:5bd 6:mp 1:me 1:mg 5:me f:mt
1:mw 2:me 9:lf 3:mg 2:mr 1:1hiy f:nk 1:lj e:lm 8:li 2:8s5 6:t4 1:5qm 4:gk 2:x1b 2:22 i:1t 1:1u 3:1x 1:2i 1:20
1:27.mt 1:30 1:23 1:g5 1:25 1:26 2:27 2:28 2:bt 1:2c 1:2h 2:2g a:2p 1:67 1:3d 1:61r 1:x3n 2:32.mh 1:27.mt 1:2x 1:8o
3:3a 2:33 2:34 2:33 1:5qz 1:39 1:hk l:qq 1:1y n:2y 4:66 1:34 2:25 3:au 2:x1a 5:x3m 1:2b 1:30 2:22 8:1t 1:2q.lg 1:1u
1:pf 2:1x 2:1f 3:23 1:g5 1:25 1:20 1:27 1:ps 1:28 1:1v 1:2c 1:2h 1:py 1:2g 6:2q.30 1:2q 2:30.27 2:2p 1:1i 1:ih 1:36
2:2t 2:gs 1:5qm 2:8o 2:i5 1:ik 1:33 1:qo 1:34 1:2r 1:5qz 1:3d 1:hk 1:3c 3:3b 2:jt.2q 1:at.2x 1:at 3:5qx 5:x3n 1:37
1:2x 2:2y 3:2w.mt 4:39.mh 2:3b 1:2q.mt 1:2q.mt d:q0 1:qw 1:27.mt 1:33.mt 1:2e 1:3a 7:v4.w6.w7 1:3b.w6.w7 d:st.me
1:u1.me 1:2q.mt 1:2q.mt 3:pf.13 1:36.13 1:pf.mt 1:36.mt 3:t2.mh 1:ty.mh 1:1f.me 1:gs.me 1:23.mh 1:8o.mh 3:23.mt
1:8o.mt 3:20.mh 1:ik.mh 7:1v.me 1:2r.me 1:2c.mh 1:5qz.mh 1:2h 1:3d 1:2h.mt 1:3d.mt 1:2g.mh 9:2w 2:2t 1:xo.mg 1:2t.mg
1:30 5:g5.me 1:u3.me 1:20.me 1:ik.me 1:20.me 1:ik.me 1:xi 1:xj 1:25.me 1:i5.me 1:30 5:1t.1x 1:2p.2t 3:b3 1:d9 7:1f
1:f1 7:27.mt 1:33.mt o:2s 9:dy 2:1z 1:gy 3:b4 1:x3n a:35 1:2f 1:3b u:3ou 9:3k6 6:3s3 2:3mp 1:2d 2:2b 4:py 2:27 c:3b
2:35 3:35 8:61r 2:2w 2:32.mh 3:fr 3:32 2:hc 2:32 1:39 4:2v 1:2x 2:2u 1:33 n:ld 1:ld 7:13u 4:13t 5:13q 1:13s 1:lm
5:mb 5:lj 1:lj 7:lj 1:lj 2:lj 1:mb g:30 3:3a 1:13 6:30 2:33 f:30.30 1:30.13 1:13.13 12:ld 1:lv 1:18w d:30 4:18p.1cr
9:183.1cr 9:18p.le 2:18p.1cr 8:33 3:18p 1:ln 3:ld 1:lv 3:lm 1:lf 3:mh 1:lu 1:li 1:lg 1:li 1:le 1:mb 1:lw 2:191 1:1a
1:30 4:33 2:2e 1:g5 6:18p 1:1b5 3:30.19w 1:30.191 6:18p.179 1:17u 4:18p.1cr 3:17x.190 4:17x.1cr 3:17z.179 3:1ai.179
3:17z.1cr 1:17z.1cr 2:181.179 1:181.li 6:181.1cr 6:185.1cr 1:187.1cr 5:1b5.1cr 3:18h 1:1b5.1cr 1:18j 1:18j 3:18j.1cr
7:1bj.1cr 1:18k.li 2:18k.1cr 3:18p 1:18p.179 2:18p.1cr 1:33 3:33 2:17t 3:18o.li 1:18o.lv 1:18o.19s 1:18o.le
2:18o.1cr 1:18p 2:18p.li 2:1a3 1:18p.1cr 1:18p 3:33 a:lm 9:li.lj 4:lj 2:17z.le 1:181.le 1:1a 1:30 1:19e 1:19f 1:19g
1:33 1:19i 1:2e 1:g5 1:19l 6:33.le 2a:17s.1cr 1:18p.1cr 4:18p.li c:1bg 1:18j.1cr 4:1g4 1:18m.179 1:18m.li 3:181.190
5:1av.179 1:17x.190 c:183.le 7l:18p.lm i:17s.190 3:1b6.1cr 3:18l.1cr 1:18p.190 1:1g4 5:17z.mc.mb 1:185.mc.mb 1:1bj
1:18o 1:182.le 4:17s.1cy 1:18p.1cr.1cy 2:181.li.lj 1:18p.li.lj 1:1b5 1:1b5 1:18p 1:18p.1cr.li 1:17u.li 1:18p.179.li
1:1ae.li 1:18j.li z:18s 3:18s 2:lj 1:lk 2:mb 1:mc 2:ln 1:18s 1:18t 1:lv 5:nk 1:no 1:np 5:nk 1:nm 1:li.lj 1:lj 1:1m
1:1s5.1ty 2:1s5.1tq 2:1tc.1u5.1s7 5:1sf.li 1:1sf.1ty 2:1sf.1jz8 1:1s5.1tq.li 1:1s5.1tq.1ty 1:1s5.1tq.1jz8
1:1s5.1tq.1u0 13:1tq.1tm 1:mb 3:1xb 6:li 2:1jz8 2:1tq.li 9:mp 1:lc 1:ld 2:1jz6 1:1jz7 f:33 1:19l 2:1f 9:1s5.li
1:1s5.1tm 1:1s5.1tq.1tm 1:1s5.1u7 8:1r 4:li.lj 5:1vp.1xa 1i:mb 10:1vv.1xf 1:1vv.1xf 5:33 4:1k 3:1l 3:1ww i:lj 1:1vn
3:1z9.20u 1:1t6.1u5.1sv.1xb 1:1t6.1u5.1sv.20w 1:22b.1jz6 1:22b.1jz7 5:1t6.1u5.1sv.1jz8 1:1z9.1u0 4:1z9.218 1:1th
7:1t0.1u5.1t0 3:1sv 1:1sw 4:1s9 3:1t6 4:1sy 3:1t9 7:1tl 3:1ta 4:mb 3:1xb 2:1jz6 1:1jz7 5:1jz8 1:1u0 3:1ty 2:1u5 p:33
1:1l 3:1k 8:1t6.1u5.1sv f:li.lj 1:lj 1:1m 3:22t.24e 7:22t.24l 2:22t.24n 1:22t.24o 1:22t.24e.24l 2:22t.24e.24n
1:22t.24e.24o m:uf 6:1uw c:mb 1:1tp 4:1tt 1:1tu b:1u5 p:33 2:1uw 1:1f 1:1uy 1:uf 3:1v2 j:li.lj 2:1k 3:26d.27y q:27
s:mb 16:33 2:1l q:lm 8:2a1.2b7 i:2a8 k:2a0 8:2ba 6:2a0 a:2ax 5:lj a:2b7 f:33 1:2ad 1:2a1 2:2ai 1:2a0.2bl 1:2ai.2bl
1:2a6 1:29x 2:2b3 2:2ai.2bm e:li.lj 2:33 1:1vn g:2du.2fp 1:2du.2fg 2:2hi.mb a:2eo.14s 2:2e9.mb 3:2ef.14s 8:2ek.mb
1:2et.2f5 9:2et.mb 2:2et.2f2 9:2f5.2f2 2:2f7.2f2 s:2dn.2f2 1:2do.2f2 5:33 r:li.lj 1:33 1:1vn 2:2dh 1:2di 1:2dj 9:2ds
2:2du 1:2du.2fp 1:2du.2fg 3:2dz 5:2e4 1:2e5 1:2e6 1:2e7 4:2eb 3:2ee 2:2eg 7:2en 1:2eo 1:2ep 1:2eq 1:2er c:2f3 2:2f5
2:2f7 p:2fw 5:2h8.2im 5:27 1:2g7 1:2g8 7:2gf i:li.lj 1:33 1:1vn 5:2kn.2mv 1:2a1 1:2a1.2mv 2:2lk.2m9 4:2bq.2ku
3:2ky.2m6 1:2ky.2mv 2:2b9 3:2lk.2m9 3:2a8 3:37 1:33 3:2ar 2:2b2 c:2ls 3:2b8 2:2ba 4:2an.2bj 5:2bj 1:2bj 2:2m9 1:2m9
3:2bq 1:2br 1:2bq.2bq 6:1v5 c:2lk.2ml.2lq 5:33.2ls.33 2:2la 5:33 4:2ls.2ml 1:2li.2ml.2ls 1:2lk.2ml.2lk 1:1l
1:2lx.2ml.2ls 1:2lk.2ml 7:2m1.2ml.2lq 4:2ar.2ml 1:2lk.2ml 1:2ls.2ml 1:2lu.2ml 1:2lv.2ml 4:33 1:1vn a:2pv.2qg
5:2oh.2q2 1:2oh.2qh y:2oh 1:2or 3:2ok 7:2ow 4:2pj 11:2qw.2q7 1:2oy 1:2pb 4:2qw.2qb k:2rm 8:2ru 4:2ry 5:2ro 1:2ro
2:2s1 a:2rq 5:2sg r:2tc.2tc 4:2sy 8:lm 3:33 1k:2rs 5:2si d:2sa 1:2sb 2:2sd 1:2se 1:2sf p:2t4 1:2t5 f:2tk 1:2tl 1:2tm
1:2tn 2:lm 3:33 1c:31k.324.326 1j:md 1f:31e h:322.322 2:324.324 3n:2ls.370 2:2ls 2:2r c:33.370 d:33 2:36d.370
4:2ls.370.37d.2ls.370 6:36m.37g 1:36m.37g.287.370.37e 7:287 5:lm 2:1vn 8:33 q:2r 7:36j.37i 4:37l 1:36d.37i
9:36d.370.37i 1:35v.37i e:399.37i 3:2ls.37i v:x3a 1j:33.370 1:2ls f:3d c:f1 c:33 2:3cw.3cw 3:3cz.3cz 4:3d3.3d3
2:3d5.3d5 3:3d8.3d8 6:3cy.3cw 1:3cy.3cy 1:3cy.3cz 1:3cy.3d3 1:3cz.3cw 1:3d1.3cy 1:3d1.3d1 1:3d1.3de 1:3d1.3d7
1:3d2.3d3 1:3d2.3d7 1:3d3.3cw 1:3d3.3cy 1:3d3.3cz 1:3d3.3d5 1:3d3.3d5.3cw 1:3d3.3d5.3cz 1:3d3.3d5.3d3 1:3d3.3d5.3d5
1:3d3.3d5.3d8 1:3d3.3d8 1:3d3.3da 1:3d3.3dc 1:3d3.3dd 1:3d3.3d7 1:3d3.3d3.3d7 1:3d5.3cw 1:3d5.3cy 1:3d5.3cz
1:3d5.3d1 1:3d5.3d2 1:3d5.3d3 1:3d5.3d3.3cw 1:3d5.3d5.3d5 1:3d5.3d7 1:3d5.3d8 1:3d5.3da 1:3d5.3db 1:3d5.3dc
1:3d5.3dd 1:3d1.3de 2:3ek.3ek 2:3em.3em 2:3d7.3cw 1:3d7.3cz 1:3d7.3d2 1:3d7.3d3 1:3d7.3d5 1:3d7.3eo 1:3d7.3d7
1:3d7.3d8 1:3d7.3da 1:3d7.3dc 1:3d7.3dd 2:3d8.3d7 2:3f2.3f2 2:3f4.3f4 1:3da.3db 1:3da.3de 3:3dd.3d3 1:3dd.3d7
1:3de.3de 2:3cw.3cz 1:3cy.3d5 1:3cy.3d8 1:3cy.3de 1:3cz.3d1 4:3fl.ffs 2:3fn.ffs 2:3fp.ffs 2:3fr.ffs 2:3ft.3fl
1:3ft.3fl.ffs 1:3ft.ffs 3:3fy.3fp 1:3fy.3fp.ffs 1:3fy.ffs 2:9oc 1:9oc.ffs 1:ffs 1:3fl.3ft 1:3fl.3fy 1:3fn.3ft
1:3fn.3fx 1:3fp.3ft 1:3fp.3fy 1:3fp.9oc 1:3fr.3ft 1:3fr.3fy 1:3ft.3fp 1:3ft.3fp.ffs 1:3ft.3fr.ffs 1:3ft.3ft
1:3ft.3fy 1:3fx.3fn 1:3fx.3fn.ffs 1:3fx.3fn 1:3fx.3ft 1:3fx.ffs 1:3fy.3fl 1:3fy.3fl.ffs 1:3fy.3fp.9oc 1:3fy.3fr.ffs
1:3fy.3fy 1:3g2.3fl 1:3g2.3fp 1:3g2.3fp.ffs 1:3g2.3fr 1:3g2.3fr.ffs 1:3g2.3fy 1:3g2.ffs 1:9oc.3fy 1:9oc.9oc
1:9oc.ffs.3fy 1:ffs.3fl 1:ffs.3fn 1:ffs.3ft 1:ffs.3fy 1:ffs.9oc 1:ffs.3ha 2:3ha.3fp 1:3ha.3fy 1:3ha.ffs 1:3ha.3ha
1:3fl.9oc 1:3fn.3fy 1:3fr.3fn 1:3ft.3fn 1:3ft.3fn.ffs 1:3cw 1:3cw.3cw 1:3cw.3d5 1:3cy 1:3cy.3d8 1:3cy.3de 1:3cz
1:3d1 1:3d1.3cw 1:3d1.3d2 1:3d1.3d3 1:3d1.3d5 1:3d1.3dc 1:3d1.3dd 1:3d1.3de 1:3d2 1:3d3 1:3d3.3d5 1:3d5 1:3d5.3d5
1:3d7 1:3d8 1:3da 1:3db 1:3dc 1:3dd 1:3de 1:3cw.3d1 1:3cw.3d5.3cw 1:3cy.3cw 1:3cy.3cz 1:3cy.3d5 1:3cy.3eo 1:3cy.3dc
1:3cz.3cw 1:3cz.3d1 1:3d1.3cw.3d5 1:3d1.3cy 1:3d1.3cz 1:3d1.3cz.3de 1:3d1.3d1 1:3d1.3d2.3cw 1:3d1.3d2.3d5
1:3d1.3d3.3d5 1:3d1.3d3.3de 1:3d1.3d3.3d7 1:3d1.3d5.3d5 1:3d1.3eo 1:3d1.3db 1:3d1.3fd 1:3d2.3cw 1:3d2.3d1 1:3d2.3d3
1:3d2.3d5 1:3d2.3d5.3d5 1:3d2.3eo 1:3d2.3da 1:3d2.3de 1:3d2.3d7 1:3d3.3d1 1:3d3.3dd 1:3d3.3de 1:3d3.3d7 1:3d5.3cw
1:3d5.3cz 1:3d5.3d1 1:3d5.3d3 1:3eo 1:3d7.3cw 1:3d7.3cw.3cw 1:3d7.3d7 1:3d7.3db 1:3f0 1:3d7.3d5 1:3d7.3eo 1:3dd.3d3
1:3dd.3d7 1:3de.3cy 1:3de.3d1 1:3de.3d2 1:3de.3d3 1:3fd 1:3cw.3cy 1:3cw.3d3 1:3cw.3da 1:3cw.3db 1:3cw.3de 1:3cy.3cy
1:2d z:hc t:py w:11k 1g:12p 1o:27 xr:4ne k:4o2 k:2t0 1:2t1 1:2t2 1:2t3 c:lm 5:2tk 8:lm d:33 k4:1cr 3:mg y:5ae 9:lg
5:5b9 1:lg.lg dk:le 2:lg 3:mj 3:mm 1:ml 1:lq 2:mh 1:mb 1:mc f:ly n:2r 4:gs 3:8o 2:i5 2:33 1:gk 1:33 3:d9.33 8:39
4:3a 1:3b 1:3e 2:bs 2:36 1:i4 1:qo 1:5qw 2:u3 1s:39.2t 3:2u.ms 1:36.32.ms 1:32.ms 2:36.ms 1:hq.ms 1:37.ms 1:38.ms
1:3e.ms 5:2x.mt 1:2x.mt 1:34.mt 1:39.mt 1:i2.mt 4:2v 9:3d 4:gb 2g:5ay 6:92k 4v:2u 1:67 2p:3d 7u:13 5e:1cr 4o:au 1:gk
25f:20.mh 2:23.mh an:5wf 2:lm 3:o8 1:5az 1:of 7:o3 1:o4 eo:27 11:ll 1:md 6:1b s:7sc 23:lm a:fjv 4:ijp 3:gbf k:hlh
9:ggs 3:fik 3:1b 1:g2z 9:9ko l:gkj 1l:g1r 1ot:app 1yg:ako 3p:bp7 hh:3gz2 1gr:9oc l:3d8.3ft 6:3d5.3d5.9oc r:2k 9:1b
27:2dk2 1o:3d5.9oc.3cw 8o:fp1 1m:ftw 7q:20oj el:3d2.3fl 4p:3d5.9oc.3d2 9j:gur ag:gkj b8:hgh 3k:h7j k:hij e9:hwv
mq:ild u:bp6 ko:3tbz 74:jee cx:bi9 gq:cov 6:k7u 3x:bmi 1c:dhf 61:kfi dm:bs3 1q:kv1 10y:lu0 km:3cy.3fy.ffs 174:npw
10n:or9 mo:kcs 10:kcw 6:kcv 12:bp1 b:kcz 12:kd4 q:ph8 2u:kdf pk:q6l 76:qif rh:dyu 2n:ram 7m:rk6 5w:rq4 83:ry7 38:s11
4h:s5z 3w:s8v c7:slq k0:t65 cp:3dc.9oc.3cy.3d8 8x:trr 1hn:v9e 3z:vdd 6p:cop 1a9:1e 1:bs 2:2x 6:qx 3:tm.30 1:jt.2q.2x
n:ig 7:6i1 d:li p:2w.lw 3:27.27 1:33.33 1:1f3c 3y:2c.1f 1:38.f1 8:37 1:1t.1t 1:2p.2p 1:1t.27 1:2p.33 1:1t.2d 1:2p.39
1:1t.2e 1:2p.3a 1:1t.2e 1:2p.3a 1:1t.2h 1:2p.3d 3:23.mt a:27.mt 1:33.mt 3:27.27 1:33.33 b:1e 7:3b.me 9:1f 1:f1 3:1l
9:38.2u 1:12 2:x2x i:13 3:53 6:x0n 3:1y 1:2u 1:1fde 1:1fei 2:ii 1:wkk 1:39 c:1f 6:wk5 1:22 1:2g 1:1u 1:67 1:wuk 1:qx
o:x5a 3:x5f 2:x5h 2:67 4:g5 1:qj 1:g5.mw r:9oc 1l:1us 8g:3cz.3d2 1:3cz.3d3 1:3cz.3d5 1:3cz.3d8 1:3d1.3cw
1:3d1.3cw.3cw 1:3d1.3cz 1:3d1.3cz.3cz 1:3d1.3d2 1:3d1.3d3 1:3d1.3d3.3d3 1:3d1.3d3.3d7 1:3d1.3d5 1:3d1.3d8 1:3d1.3db
1:3d2.3cw 1:3d2.3cz 1:3d2.3d5 1:3d3.3d5.3dc 1:3d3.3db 1:3d3.3de 1:3d5.3d5.3d3 1:3d7.3d1 1:3d7.3de 1:3d8.3d8.3de
1:3dc.3dc 1:3dd.3de 1:3de.3d5 1:3fd.3fd 2b:19e 9v:2t 3:2u 8:33 1:33.mw 1:gk.mw 2:d9.33.mw 1:d9.33.mt 5:36 1:36 5:hv
1:39 4:39 1:qv 2:qv 5:3d 6:ux 2:gk.2t 1:39.33 8r1:3ft.3fr 1:3ft.3ft.ffs 1:3fx.3fl 1:3fx.3fl.ffs 1:3fx.3fp 1:3fy.3fr
1:3fy.ffs.ffs 1:3g2.3fl.ffs 1:3g2.3ft 1:9oc.3fl 1:9oc.3fp 1:9oc.3fp.ffs 1:9oc.3ft 1:ffs.3fn.3ft 1:ffs.3fn.ffs
1:ffs.3fr 1:ffs.3fr.ffs 1:ffs.3ft.ffs 1:ffs.3fx 1:ffs.3g2 1:ffs.ffs 1:3ha.3fl 1:3ha.3fp.ffs 5:3cy.3d1 1:3cy.3da
1:3cz.3cz 1:3cz.3cz.3d3 1:3cz.3d3 1:3cz.3d5 1:3cz.3d5.3cw 1:3cz.3d8 1:3cz.3da 1:3cz.3dc 1:3d1.3cw.3cw 1:3d1.3cw.3de
1:3d1.3d1.3db 1:3d1.3d2.3de 1:3d1.3d3.3cz 1:3d1.3d3.3dd 1:3d1.3f0 1:3d1.3fd.3de 1:3d1.3d7 1:3d2.3cy 1:3d2.3cy.3cy
1:3d2.3d2 1:3d2.3d3.3d5 1:3d2.3d8 1:3d3.3cz 1:3d3.3d1.3dd 1:3d3.3d2 1:3d3.3d3 1:3d3.3d5.3cz 1:3d3.3d8 1:3d3.3da
1:3d5.3d2 1:3d5.3d3.3d7 1:3d5.3d5.3cw 1:3d5.3d5.3cz 1:3d5.3eo 1:3d5.3d8 1:3d5.3da 1:3d5.3dc 1:3d1.3de 1:3eo.3d3
1:3eo.3d3.3d7 1:3f0.3d2 1:3f0.3de 1:3d8.3d3 1:3d8.3d3.3d3 1:3d8.3d8 1:3dd.3d5 1:3dd.3dc 8h2:17z 3:18o 4:187 a:185
3:2i 2c1:18m 1:1a8 j6z:g1r j97:1a ah3:g6t 2wv:hkn 2c:hlm 80:2xm0 1tt:7sc 10d:ivu 4sb:lmt 2bh:mud 1lp:395l 1x6:rvf
24p:3d7s 1gp:3eie czj:37dg 1o5:ibk 4:33a7 55v:ggh f8b:ouf
`
